@in-time
Feature: Cancelling many orders
  A trader in a hurry cancels all PENDING orders, in one symbol or in all, with one request.

  @mass-cancellation
  Rule: All PENDING orders are cancelled, and no others

    Example: Executed and cancelled orders are left alone
      Given Alice has one order in each status in a symbol that nobody else trades
      When she cancels all PENDING orders in that symbol
      Then she sees that only her PENDING order was cancelled

    Example: Orders in another symbol are left alone
      Given Alice has placed an order to BUY 1000 EURUSD
      When Bob cancels all PENDING orders in a symbol that nobody trades
      Then he sees that no order was cancelled
      And Alice's order is not CANCELLED

    Example: More orders than fit on a page
      Given Alice has placed 101 orders at the same moment in a symbol that nobody else trades
      When she cancels all PENDING orders in that symbol
      Then no order in that symbol is PENDING

  @control
  Rule: Without a symbol, the PENDING orders in every symbol are cancelled
    That would cancel the orders of other traders too, so these examples need an isolated venue.

    Example: Two orders in two symbols
      Given Alice has a PENDING order
      And Bob has a PENDING order in a symbol that nobody else trades
      When she cancels all PENDING orders in every symbol
      Then her order is CANCELLED
      And his order is CANCELLED

  @mass-cancellation
  Rule: The answer lists the outcome of each order

    Example: Twenty orders
      Given Bob is following the venue
      And Alice has placed 20 orders at the same moment in a symbol that nobody else trades
      When she cancels all PENDING orders in that symbol
      Then she sees the outcome of each order, in order of placement
      And each of her orders has the status that she saw and Bob received

  @mass-cancellation
  Rule: An incomplete or wrong filter cancels nothing

    Scenario Outline: <what> cannot be cancelled
      Given Alice has a PENDING order in a symbol that nobody else trades
      When she cancels <what> in that symbol
      Then she is refused with INVALID_REQUEST, pointing at "/orderStatus"
      And her order is not CANCELLED

      Examples:
        | what                |
        | all EXECUTED orders |
        | all orders          |
