@resume
Feature: Coming back
  Connections break. Whoever comes back goes on where they stopped hearing, and knows that nothing
  was missed.

  Rule: Whoever comes back hears each change that was missed, once and in order

    @in-time
    Scenario Outline: Alice, who listens <way>, was away for a moment
      Given Alice is following the venue <way>
      And Bob has a PENDING order
      When her connection breaks
      And he cancels it
      And she comes back
      Then she hears exactly PENDING, CANCELLED about his order
      And she has heard every change once, in order

      Examples:
        | way              |
        | over a WebSocket |

      @event-source
      Examples:
        | way                                |
        | as an event source                 |
        | as an event source without headers |

    @event-source
    Scenario Outline: Nothing had happened yet when the connection of Alice, <way>, broke
      Given Alice is following the venue <way>
      And she is notified that she has caught up
      When her connection breaks
      And Bob has a PENDING order
      And she comes back
      Then she hears exactly PENDING, EXECUTED about his order
      And she has heard every change once, in order

      Examples:
        | way                                |
        | as an event source                 |
        | as an event source without headers |

    @realtime
    Example: The connection breaks again and again while much happens
      Given Alice is following the venue
      When her connection breaks and she comes back 10 times while Bob places 50 orders
      Then she hears exactly PENDING, EXECUTED about each of his orders
      And she has heard every change once, in order

    Example: Very much has happened meanwhile
      Given Alice is following the venue
      When her connection breaks
      And Bob places 260 orders at the same moment
      And she comes back
      Then she hears exactly PENDING, EXECUTED about each of his orders
      And she has heard every change once, in order

    @in-time
    Example: Whoever chose what to hear misses nothing of it, and hears nothing else
      Given Bob has a PENDING order
      And Alice is following only his order
      When her connection breaks
      And he cancels it
      And Dave's new order is CANCELLED
      And she comes back
      Then she hears exactly CANCELLED about Bob's order
      And everything she heard is about his order

  @in-time
  Rule: The log tells the whole story to whoever comes late

    Scenario Outline: Carol hears it <way> from the beginning
      Given Bob has a CANCELLED order
      When Carol follows the venue <way> from its beginning
      Then she is notified that she has caught up
      And she has heard every change once, in order, from the first one on
      And she hears exactly PENDING, CANCELLED about his order

      Examples:
        | way              |
        | over a WebSocket |

      @event-source
      Examples:
        | way                |
        | as an event source |

  Rule: Whoever cannot go on is told so, and not given something else

    Scenario Outline: Going on <where>, <way>, is refused
      When Alice wants to go on <where>, <way>
      Then she is refused with <code>

      Examples:
        | where                             | way              | code            |
        | from beyond the end of the log    | over a WebSocket | INVALID_REQUEST |
        | in a log that the venue never had | over a WebSocket | LOG_CHANGED     |

      @event-source
      Examples:
        | where                             | way                | code            |
        | from beyond the end of the log    | as an event source | INVALID_REQUEST |
        | in a log that the venue never had | as an event source | LOG_CHANGED     |
