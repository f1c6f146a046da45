@control
Feature: Surviving a crash
  A venue may crash at any moment, and comes back with nothing but its log. What it has said before is
  still true, and what it had not yet done is not done.

  Rule: What was told is still true

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
      And it was executed no sooner than the shortest execution delay, and at most 0 s after the longest

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

  Rule: Connections break, and whoever comes back misses nothing

    Scenario Outline: Alice listens <way>
      Given Alice is following the venue <way>
      And Bob has a PENDING order
      When the venue crashes
      Then her connection is broken
      When Bob cancels it
      And Alice comes back
      Then she hears exactly PENDING, CANCELLED about his order
      And she has heard every change once, in order

      Examples:
        | way                |
        | over a WebSocket   |
        | as an event source |

  Rule: A reply is kept under its key

    Example: A placement is confirmed again
      Given Alice has placed an order under a key
      When the venue crashes
      And she sends the same again
      Then she gets the same answer as before, marked as a repetition
      And there is one order of her ticket

  Rule: What was under way is not carried out

    Example: A ticket that had arrived, but was not answered
      Given the venue takes 500 ms to answer
      And Alice has handed in a ticket under a key
      When the venue crashes
      Then she gets no answer
      When she hands it in again
      And 500 ms pass
      Then she has her answer
      And her order is confirmed as PENDING
      And the log has 1 change

  Rule: What was decided beforehand still holds

    Example: Orders that are to be rejected
      Given the venue will reject orders for no liquidity
      When the venue crashes
      And Alice has a PENDING order
      And a day passes
      Then her order is CANCELLED by the venue for no liquidity
