@control
Feature: Isolated venues
  A test of a trading client opens a venue for itself. Nobody else trades there, everything random
  follows from its seed, and closing it leaves nothing behind.

  Rule: What happens in one venue affects no other

    Example: An order
      Given Alice and Bob trade in separate venues
      And Bob is following the venue
      When Alice's new order is CANCELLED
      Then Bob receives nothing about her order
      And he cannot find her order

    Example: A client order id
      Given Alice and Bob trade in separate venues
      And Alice has placed an order with a client order id of 12 characters
      When Bob places an order with the client order id of Alice's order
      Then his order is confirmed as PENDING

    Example: A day
      Given Alice and Bob trade in separate venues
      And each of them has a PENDING order
      When a day passes in Alice's venue
      Then her order is EXECUTED
      And Bob's order is PENDING

  Rule: Venues with the same seed draw the same execution delays

    Example: Twenty orders in each of two venues
      Given Alice and Bob trade in separate venues with the same seed
      When each of them places 20 orders, one after the other, and a day passes
      Then their orders were PENDING for equally long, order by order

  Rule: A position in one log is not valid in another

    Example: Two venues with the same seed and the same changes
      Given Alice and Bob trade in separate venues with the same seed
      And Bob is following the venue
      And each of them has a PENDING order
      When he asks to resume in the log of Alice's venue
      Then he is refused with LOG_CHANGED

  Rule: A venue can be reset to an empty log

    Example: No order is left
      Given Alice has a PENDING order
      When the venue is reset
      Then she cannot find her order
      And the log has 0 changes

    Example: A listener cannot resume in the old log
      Given Bob is following the venue
      And Alice has a CANCELLED order
      When the venue is reset
      Then Bob's connection is broken
      When he asks to resume where he was
      Then he is refused with LOG_CHANGED

    Example: A trader who requires a position of the old log does not wait for it
      Given Alice has a PENDING order
      When the venue is reset
      And she looks up her order, requiring everything that she has seen in its log
      Then she is refused with LOG_CHANGED

  Rule: Requests to a venue that does not exist are refused

    Example: A venue that was closed
      Given Alice and Bob trade in separate venues
      And Bob is following the venue
      When his venue is closed
      Then his connection is broken
      And all of his requests are refused with VENUE_NOT_FOUND

  Rule: The control API says where traders reach the venues

    Example: An order is found there
      Given Alice has a PENDING order
      Then Bob finds her order at the address that the control API gives

  Rule: A client can name the venue in the address

    Scenario Outline: Bob follows <way>
      Given Bob is following the venue <way>, named in the address
      When Alice's new order is CANCELLED
      Then Bob receives exactly PENDING, CANCELLED for her order

      Examples:
        | way                     |
        | over a WebSocket        |
        | over Server-Sent Events |

    Example: Bob places an order
      Given Alice is following the venue
      When Bob places an order in the venue, named in the address
      Then his order is confirmed as PENDING
      And Alice receives exactly PENDING for his order
