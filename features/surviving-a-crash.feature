@control
Feature: Surviving a crash
  A venue may crash at any moment, and restarts with nothing but its log. Everything that it
  confirmed is still true, and requests that were still in progress are dropped.

  Rule: A crash changes no order

    Scenario Outline: An order that was <status>
      Given Alice has a <status> order
      When the venue crashes
      Then her order is <status>

      Examples:
        | status    |
        | PENDING   |
        | EXECUTED  |
        | CANCELLED |

    Example: An order is executed when it was due
      Given Alice has a PENDING order
      When the venue crashes
      And a day passes
      Then her order is EXECUTED
      And it was executed between the shortest and the longest execution delay, at most 0 s late

    Example: An order that was held stays held
      Given Alice has a PENDING order that the market holds
      When the venue crashes
      And a day passes
      Then her order is PENDING

    Example: A client order id stays taken
      Given Alice has placed an order with a client order id of 12 characters
      When the venue crashes
      And Bob places an order with the client order id of Alice's order
      Then he is refused, because the client order id is taken by Alice's PENDING order

  Rule: A crash breaks connections, and a listener that reconnects misses nothing

    Scenario Outline: Alice follows <way>
      Given Alice is following the venue <way>
      And Bob has a PENDING order
      When the venue crashes
      Then her connection is broken
      When Bob cancels it
      And Alice reconnects
      Then she receives exactly PENDING, CANCELLED for his order
      And she has received every change once, in order

      Examples:
        | way                     |
        | over a WebSocket        |
        | over Server-Sent Events |

  Rule: A request that is repeated with its key after a crash gets the same answer

    Example: A placement is confirmed again
      Given Alice has placed an order with a key
      When the venue crashes
      And she repeats the request
      Then she gets the same answer as before, marked as a repetition
      And there is one order for her ticket

  Rule: A request in progress is not carried out after a crash

    Example: A ticket that was received but not yet answered
      Given the venue takes 500 ms to answer
      And Alice has submitted a ticket with a key
      When the venue crashes
      Then she gets no answer
      When she submits it again
      And 500 ms pass
      Then she has her answer
      And her order is confirmed as PENDING
      And the log has 1 change

  Rule: Rules about outcomes still apply after a crash

    Example: A rule that rejects orders
      Given the venue will reject orders for no liquidity
      When the venue crashes
      And Alice has a PENDING order
      And a day passes
      Then her order is CANCELLED by the venue for no liquidity
