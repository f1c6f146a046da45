Feature: Following orders
  Whoever follows the venue is told of every change of every order, as it happens, in order, once.

  Rule: Everyone who follows hears everything, from PENDING to the last word

    @core @realtime
    Scenario Outline: All of the life of an order that is <ending>
      Given Alice and Bob are following the venue
      When Alice's new order is <ending>
      Then Alice hears exactly PENDING, <ending> about her order
      And Bob hears exactly PENDING, <ending> about her order

      Examples:
        | ending   |
        | EXECUTED |

      @in-time
      Examples:
        | ending    |
        | CANCELLED |

    @event-source
    Example: A page in a browser hears the same
      Given Bob is following the venue as an event source
      When Alice's new order is EXECUTED
      Then Bob hears exactly PENDING, EXECUTED about her order

    @core
    Example: Fifty listeners hear the same
      Given 50 people are following the venue
      When Alice places 10 orders at the same moment
      Then all 50 hear exactly PENDING, EXECUTED about each of her orders
      And all 50 heard the same messages in the same order

    @core
    Example: Nobody is tired of listening after sixty orders
      Given Bob is following the venue
      When Alice places 60 orders at the same moment
      Then Bob hears exactly PENDING, EXECUTED about each of her orders

    @positions
    Scenario Outline: A message carries the order of <quantity> as it stood after the change
      Given Bob is following the venue
      When Alice's new order to SELL <quantity> EURUSD is EXECUTED
      Then the first message Bob heard about it repeats her confirmation
      And the last message Bob heard about it repeats what she sees when looking it up

      Examples:
        | quantity  |
        | 123456789 |

      @tickets
      Examples:
        | quantity   |
        | 0.00000001 |

  @core @in-time
  Rule: CANCELLED is the last word

    Example: Nothing follows the cancellation
      Given Bob is following the venue
      And Alice has a PENDING order
      When she cancels it
      Then Bob hears nothing after CANCELLED for 1 s longer than the longest execution delay
      And Bob hears exactly PENDING, CANCELLED about her order

  @core @in-time
  Rule: A listener hears what happens from now on

    Example: A late joiner hears only later changes
      Given Alice has a PENDING order
      When Bob starts to follow the venue
      Then Bob hears exactly EXECUTED about her order

  @positions
  Rule: A listener can tell that nothing was missed

    Example: Every message names the position of the one before it
      Given Bob is following the venue
      When Alice places 20 orders at the same moment
      Then Bob hears exactly PENDING, EXECUTED about each of her orders
      And the positions Bob heard ascend by one, each message naming the one before
