@resume
Feature: Reconnecting
  Connections break. A listener that reconnects resumes after the last message that it received,
  and knows that nothing is missing.

  Rule: A listener that reconnects receives every missed change once, in order

    @in-time
    Scenario Outline: Alice, who follows <way>, was offline for a moment
      Given Alice is following the venue <way>
      And Bob has a PENDING order
      When her connection breaks
      And he cancels it
      And she reconnects
      Then she receives exactly PENDING, CANCELLED for his order
      And she has received every change once, in order

      Examples:
        | way              |
        | over a WebSocket |

      @event-source
      Examples:
        | way                                            |
        | over Server-Sent Events                        |
        | over Server-Sent Events without custom headers |

    @event-source
    Scenario Outline: Alice, who follows <way>, loses her connection before the first change
      Given Alice is following the venue <way>
      And she is notified that she has caught up
      When her connection breaks
      And Bob has a PENDING order
      And she reconnects
      Then she receives exactly PENDING, EXECUTED for his order
      And she has received every change once, in order

      Examples:
        | way                                            |
        | over Server-Sent Events                        |
        | over Server-Sent Events without custom headers |

    @realtime
    Example: The connection breaks repeatedly under load
      Given Alice is following the venue
      When her connection breaks and she reconnects 10 times while Bob places 50 orders
      Then she receives exactly PENDING, EXECUTED for each of his orders
      And she has received every change once, in order

    Example: Many changes were missed
      Given Alice is following the venue
      When her connection breaks
      And Bob places 260 orders at the same moment
      And she reconnects
      Then she receives exactly PENDING, EXECUTED for each of his orders
      And she has received every change once, in order

    @in-time
    Example: A filter still applies after reconnecting
      Given Bob has a PENDING order
      And Alice is following only his order
      When her connection breaks
      And he cancels it
      And Dave's new order is CANCELLED
      And she reconnects
      Then she receives exactly CANCELLED for Bob's order
      And everything she received is about his order

  @in-time
  Rule: A late listener can receive the log from the beginning

    Scenario Outline: Carol follows <way>
      Given Bob has a CANCELLED order
      When Carol follows the venue <way> from the beginning
      Then she is notified that she has caught up
      And she has received every change once, in order, from the first one on
      And she receives exactly PENDING, CANCELLED for his order

      Examples:
        | way              |
        | over a WebSocket |

      @event-source
      Examples:
        | way                     |
        | over Server-Sent Events |

  Rule: A listener that cannot resume is refused, and receives nothing

    Scenario Outline: Resuming <where>, <way>, is refused
      When Alice asks to resume <where>, <way>
      Then she is refused with <code>

      Examples:
        | where                             | way              | code            |
        | from beyond the end of the log    | over a WebSocket | INVALID_REQUEST |
        | in a log that the venue never had | over a WebSocket | LOG_CHANGED     |

      @event-source
      Examples:
        | where                             | way                     | code            |
        | from beyond the end of the log    | over Server-Sent Events | INVALID_REQUEST |
        | in a log that the venue never had | over Server-Sent Events | LOG_CHANGED     |
