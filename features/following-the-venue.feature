Feature: Following the venue
  A trader who follows the venue receives every change of every order as it happens, once and in
  order.

  Rule: Every listener receives every change of an order, from PENDING to its final status

    @core @realtime
    Scenario Outline: The life of an order that is <ending>
      Given Alice and Bob are following the venue
      When Alice's new order is <ending>
      Then Alice receives exactly PENDING, <ending> for her order
      And Bob receives exactly PENDING, <ending> for her order

      Examples:
        | ending    |
        | EXECUTED  |
        | CANCELLED |

    @event-source
    Example: A page in a browser receives the same
      Given Bob is following the venue over Server-Sent Events
      When Alice's new order is EXECUTED
      Then Bob receives exactly PENDING, EXECUTED for her order

    @core
    Example: Fifty listeners receive the same
      Given 50 people are following the venue
      When Alice places 10 orders at the same moment
      Then all 50 receive exactly PENDING, EXECUTED for each of her orders
      And all 50 received the same messages in the same order

    @core
    Example: A listener still receives everything after sixty orders
      Given Bob is following the venue
      When Alice places 60 orders at the same moment
      Then Bob receives exactly PENDING, EXECUTED for each of her orders

    @positions
    Scenario Outline: A message has the order of <quantity> as it was after the change
      Given Bob is following the venue
      When Alice's new order to SELL <quantity> EURUSD is EXECUTED
      Then the first message Bob received about it repeats her confirmation
      And the last message Bob received about it repeats what she sees when looking it up

      Examples:
        | quantity  |
        | 123456789 |

      @tickets
      Examples:
        | quantity   |
        | 0.00000001 |

  @core
  Rule: CANCELLED is final

    Example: Nothing follows the cancellation
      Given Bob is following the venue
      When Alice's new order is CANCELLED
      Then Bob receives nothing after CANCELLED for 1 s longer than the longest execution delay
      And Bob receives exactly PENDING, CANCELLED for her order

  @core @in-time
  Rule: A new listener receives the changes from now on

    Example: A late listener receives only later changes
      Given Alice has a PENDING order
      When Bob starts to follow the venue
      Then Bob receives exactly EXECUTED for her order

  @positions
  Rule: A listener can verify that no message is missing

    Example: Every message names the position of the one before it
      Given Bob is following the venue
      When Alice places 20 orders at the same moment
      Then Bob receives exactly PENDING, EXECUTED for each of her orders
      And the positions Bob received ascend by one, and each message names the one before
