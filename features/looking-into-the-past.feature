@past
Feature: Looking into the past
  The venue never forgets or rewrites a change. Every answer states the position of the log that
  it reflects, and a trader who names a position sees the venue as it was then.

  Rule: An order can be seen as it was at any position

    Example: Before it was executed
      Given Alice has an EXECUTED order
      When she looks it up as it was when it was confirmed
      Then she sees the order as confirmed

    Example: Before it was placed
      Given Bob has placed an order to BUY 1000 EURUSD
      And Alice has placed an order to BUY 1000 EURUSD
      When she looks it up as it was when Bob's order was confirmed
      Then she is refused, because there is no such order

  Rule: A listing can be seen as it was at any position

    @in-time
    Example: The orders that were PENDING then
      Given Alice has placed 3 orders at the same moment in a symbol that nobody else trades
      And she has listed the PENDING orders in that symbol
      And she has waited until her orders were EXECUTED
      When she lists them again, as they were then
      Then she sees what she saw then

    Example: The orders that were EXECUTED then
      Given Alice has an EXECUTED order in a symbol that nobody else trades
      And Bob has placed an order in that symbol
      And she has listed the EXECUTED orders in that symbol
      And he has waited until his order was EXECUTED
      When she lists them again, as they were then
      Then she sees what she saw then

    Example: The orders that had been placed by then
      Given Alice has an EXECUTED order in a symbol that nobody else trades
      And she has listed the orders in that symbol
      And Bob has placed an order in that symbol
      When she lists them again, as they were then
      Then she sees what she saw then

  Rule: A position beyond the end of the log is refused

    Example: The trillionth change
      Given Alice has placed an order to BUY 1000 EURUSD
      When she looks it up as it will be after the trillionth change
      Then she is refused with INVALID_REQUEST, pointing at "/at"
