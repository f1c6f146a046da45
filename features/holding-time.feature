@control
Feature: Holding time
  The clock of a venue can be held. Time then stands still until a test moves it, and everything
  due on the way happens at its own time. A test that covers a day takes a moment, and runs the
  same way every time.

  Rule: Every due order is executed at its own time, however far time moves at once

    Example: A day passes
      Given Alice has a PENDING order
      When a day passes
      Then her order is EXECUTED
      And it was executed between the shortest and the longest execution delay, at most 0 s late

    Example: Listeners have received all that was due when time stands still again
      Given Bob is following the venue
      And Alice has placed 20 orders at the same moment in a symbol that nobody else trades
      When time passes until nothing more is due
      Then all 20 orders are EXECUTED
      And Bob receives exactly PENDING, EXECUTED for each of her orders

  Rule: Nothing happens before it is due

    Example: A millisecond too soon
      Given the venue will execute orders after 2 s
      And Alice has a PENDING order
      When 1999 ms pass
      Then her order is PENDING

    Example: Exactly on time
      Given the venue will execute orders after 2 s
      And Alice has a PENDING order
      When 1999 ms pass
      And 1 ms passes
      Then her order is EXECUTED

  Rule: A delayed answer comes only when its latency has passed

    Example: A venue that takes 500 ms to answer
      Given the venue takes 500 ms to answer
      When Alice submits a ticket
      And 499 ms pass
      Then she has no answer yet
      When 1 ms passes
      Then she has her answer
      And her order is confirmed as PENDING

    Example: The venue says when it will answer
      Given the venue takes 500 ms to answer
      When Alice submits a ticket
      Then she has no answer yet, and will have it in 500 ms

    Example: Cancelling many orders is delayed too
      Given the venue takes 500 ms to answer
      When Alice asks to cancel all PENDING orders
      Then she has no answer yet
      When 500 ms pass
      Then she has her answer

  Rule: A request takes effect when its latency is over, and not before

    Example: Placing an order
      Given the venue takes 500 ms to answer
      And Bob is following the venue
      When Alice submits a ticket
      And 499 ms pass
      Then Bob has received no change
      When 1 ms passes
      Then Alice has her answer
      And he has received change 1

    Example: Looking up an order
      Given Alice has a PENDING order
      And from now on the venue takes 500 ms to answer
      When Bob asks to see her order
      And the market executes it
      And 500 ms pass
      Then he has his answer
      And he sees her order as EXECUTED

    Example: Listing orders
      Given Alice has a PENDING order
      And from now on the venue takes 500 ms to answer
      When Bob asks to see the latest orders
      And the market executes it
      And 500 ms pass
      Then he has his answer
      And he sees her order once, as EXECUTED

    Example: Cancelling an order
      Given Alice has a PENDING order
      And from now on the venue takes 500 ms to answer
      When she asks to cancel it
      And the market executes it
      And 500 ms pass
      Then she has her answer
      And she is refused, because the order is already EXECUTED

  Rule: Time in a venue can pass faster than real time

    Example: A hundred times as fast
      Given time passes 100 times as fast in the venue
      And the venue will execute orders after 50 s
      And Alice has a PENDING order
      When she waits until her order is EXECUTED
      Then it was executed at least 50 s and at most 10 minutes after it was placed
      And she waited for less than 10 s

  Rule: Time cannot move beyond the year 9999

    Example: A move beyond the end is refused, and time stands still
      Given the time of the venue begins at 9999-12-31T23:59:58Z
      And the venue will execute orders after 1 s
      And Alice has a PENDING order
      When time is moved by 2 s
      Then the move is refused, because time ends before that
      And the time is 9999-12-31T23:59:58.000Z
      And her order is PENDING

    Example: A move to the end
      Given the time of the venue begins at 9999-12-31T23:59:58Z
      And the venue will execute orders after 1 s
      And Alice has a PENDING order
      When 1999 ms pass
      Then her order is EXECUTED
      And the time is 9999-12-31T23:59:59.999Z

    Example: An order due after the end is executed at the end
      Given the time of the venue begins at 9999-12-31T23:59:58Z
      And the venue will execute orders after 1 hour
      And Alice has a PENDING order
      When time passes until nothing more is due
      Then her order is EXECUTED
      And the time is 9999-12-31T23:59:59.999Z

  Rule: An instant may be written in any form that RFC 3339 allows

    Scenario Outline: <written> is <instant>
      Given the time of the venue begins at 2026-01-01T00:00:00Z
      When time moves to <written>
      Then the time is <instant>

      Examples:
        | written                      | instant                  |
        |    2026-01-01T00:00:05+00:00 | 2026-01-01T00:00:05.000Z |
        |    2026-01-01T01:30:05+01:30 | 2026-01-01T00:00:05.000Z |
        |    2025-12-31T16:00:05-08:00 | 2026-01-01T00:00:05.000Z |
        |       2026-01-01t00:00:05.5z | 2026-01-01T00:00:05.500Z |
        | 2026-01-01T00:00:05.1239999Z | 2026-01-01T00:00:05.123Z |
        |         2026-06-30T23:59:60Z | 2026-07-01T00:00:00.000Z |

    Example: The time at which a venue begins
      Given the time of the venue begins at 2026-01-01T01:00:00+01:00
      Then the time is 2026-01-01T00:00:00.000Z
