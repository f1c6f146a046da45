@control
Feature: Holding time
  The time of a venue can be held. It then stands still until it is moved, and what falls due on the
  way happens at its own time: a test of a day takes a moment, and takes the same course every time.

  Rule: What is due happens at its own time, however far time is moved

    Example: A day passes
      Given Alice has a PENDING order
      When a day passes
      Then her order is EXECUTED
      And it was executed no sooner than the shortest execution delay, and at most 0 s after the longest

    Example: Everything that is due has been told when time stands still again
      Given Bob is following the venue
      And Alice has placed 20 orders at the same moment in a symbol that nobody else trades
      When time passes until nothing more is due
      Then all 20 orders are EXECUTED
      And Bob hears exactly PENDING, EXECUTED about each of her orders

  Rule: Nothing happens before its time

    Example: A millisecond too soon
      Given the venue will execute orders after 2 s
      And Alice has a PENDING order
      When 1999 ms pass
      Then her order is PENDING

    Example: In time
      Given the venue will execute orders after 2 s
      And Alice has a PENDING order
      When 1999 ms pass
      And 1 ms passes
      Then her order is EXECUTED

  Rule: An answer that takes its time waits for time to pass

    Example: A venue that takes 500 ms to answer
      Given the venue takes 500 ms to answer
      When Alice hands in a ticket
      And 499 ms pass
      Then she has no answer yet
      When 1 ms passes
      Then she has her answer
      And her order is confirmed as PENDING

    Example: Whoever cancels many orders waits as well
      Given the venue takes 500 ms to answer
      When Alice asks to cancel all that is PENDING
      Then she has no answer yet
      When 500 ms pass
      Then she has her answer

  Rule: What is asked is done when the wait is over, and not before

    Example: An order is placed then
      Given the venue takes 500 ms to answer
      And Bob is following the venue
      When Alice hands in a ticket
      And 499 ms pass
      Then Bob has heard of no change
      When 1 ms passes
      Then Alice has her answer
      And he has heard of the change 1

    Example: An order is looked up then
      Given Alice has a PENDING order
      And from now on the venue takes 500 ms to answer
      When Bob asks to see her order
      And the market executes it
      And 500 ms pass
      Then he has his answer
      And he sees her order as EXECUTED

    Example: Orders are listed then
      Given Alice has a PENDING order
      And from now on the venue takes 500 ms to answer
      When Bob asks to see the latest orders
      And the market executes it
      And 500 ms pass
      Then he has his answer
      And he sees her order once, as EXECUTED

    Example: An order is cancelled then
      Given Alice has a PENDING order
      And from now on the venue takes 500 ms to answer
      When she asks to cancel it
      And the market executes it
      And 500 ms pass
      Then she has her answer
      And she is refused, because the order is already EXECUTED

  Rule: Time can also pass faster than outside

    Example: A hundred times as fast
      Given time passes 100 times as fast in the venue
      And the venue will execute orders after 50 s
      And Alice has a PENDING order
      When she waits for its execution
      Then it was executed at least 50 s and at most 10 minutes after it was placed
      And she waited for less than 10 s

  Rule: Time ends with the year 9999

    Example: A move beyond the end is refused and moves nothing
      Given the time of the venue begins at 9999-12-31T23:59:58Z
      And the venue will execute orders after 1 s
      And Alice has a PENDING order
      When time is to move by 2 s
      Then that is refused, because time ends before
      And the time is 9999-12-31T23:59:58.000Z
      And her order is PENDING

    Example: A move to the end
      Given the time of the venue begins at 9999-12-31T23:59:58Z
      And the venue will execute orders after 1 s
      And Alice has a PENDING order
      When 1999 ms pass
      Then her order is EXECUTED
      And the time is 9999-12-31T23:59:59.999Z

    Example: What would be due later is due at the end
      Given the time of the venue begins at 9999-12-31T23:59:58Z
      And the venue will execute orders after 1 hour
      And Alice has a PENDING order
      When time passes until nothing more is due
      Then her order is EXECUTED
      And the time is 9999-12-31T23:59:59.999Z

  Rule: An instant may be written in every way that RFC 3339 allows

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

    Example: Where time begins
      Given the time of the venue begins at 2026-01-01T01:00:00+01:00
      Then the time is 2026-01-01T00:00:00.000Z
