@control
Feature: Takeover
  Several nodes may serve a venue, and one of them records it. When that node is gone, another takes
  the venue over. Commands fail for a while, and nothing that was confirmed is lost.

  Rule: During a takeover, commands are refused and have no effect

    Example: A cancellation that is refused has cancelled nothing
      Given Alice has a PENDING order
      When a takeover begins, which lasts 500 ms
      And she cancels it with a key
      Then she is refused with VENUE_UNAVAILABLE, which says that nothing was recorded
      And the log has 1 change
      When 500 ms pass
      And she repeats the request
      Then her order is CANCELLED

    Example: A cancellation that would be refused anyway is refused as unavailable
      Given Alice has an EXECUTED order
      When a takeover begins, which lasts 500 ms
      And she cancels it
      Then she is refused with VENUE_UNAVAILABLE

    Example: A ticket that was not yet recorded is refused
      Given the venue takes 500 ms to answer
      And Alice has submitted a ticket with a key
      When a takeover begins, which lasts 501 ms
      And 500 ms pass
      Then she is refused with VENUE_UNAVAILABLE, which says that nothing was recorded
      And the log has 0 changes

  Rule: During a takeover, lookups go on

    Example: Bob looks up an order that was confirmed before
      Given Alice has a PENDING order
      When a takeover begins, which lasts 500 ms
      And Bob looks up her order, requiring everything that Alice has seen
      Then Bob sees her order as PENDING

  Rule: A takeover loses nothing that was confirmed

    Example: A repeated placement gets the first answer
      Given Alice has placed an order with a key
      When another node takes the venue over
      And she repeats the request
      Then she gets the same answer as before, marked as a repetition
      And there is one order for her ticket

    Example: An order that falls due during the takeover is executed when it ends
      Given Alice has a PENDING order
      When a takeover begins, which lasts 10 s
      And 9 s pass
      Then her order is PENDING
      When a day passes
      Then it was executed exactly 10 s after it was placed

  Rule: A takeover asks listeners to reconnect, and they miss nothing

    Example: Bob is asked to come back
      Given Bob is following the venue
      When another node takes the venue over
      Then Bob was disconnected with 1012

    Scenario Outline: Bob follows <way>
      Given Bob is following the venue <way>
      And Alice has a PENDING order
      When a takeover begins, which lasts 10 s
      Then Bob's connection is broken
      When Bob reconnects
      And 10 s pass
      Then he receives exactly PENDING, EXECUTED for her order
      And he has received every change once, in order

      Examples:
        | way                     |
        | over a WebSocket        |
        | over Server-Sent Events |
