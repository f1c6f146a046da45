@in-time
Feature: Cancelling many orders
  A trader in a hurry cancels all that is PENDING, in one symbol or in all, with one request.

  @mass-cancellation
  Rule: All that is PENDING is cancelled, and nothing else

    Example: Executed and cancelled orders are left alone
      Given Alice has one order in each status in a symbol that nobody else trades
      When she cancels all PENDING orders in that symbol
      Then she is told that her PENDING order alone was cancelled

    Example: Orders in another symbol are left alone
      Given Alice has placed an order to BUY 1000 EURUSD
      When Bob cancels all PENDING orders in a symbol that nobody trades
      Then he is told that there was none
      And Alice's order is not CANCELLED

    Example: More orders than fit on a page
      Given Alice has placed 101 orders at the same moment in a symbol that nobody else trades
      When she cancels all PENDING orders in that symbol
      Then no order in that symbol is PENDING

  @control
  Rule: Whoever names no symbol cancels what is PENDING in all of them
    Where others trade as well these are their orders, too, so it is tried in a venue of its own.

    Example: Two orders in two symbols
      Given Alice has a PENDING order
      And Bob has a PENDING order in a symbol that nobody else trades
      When she cancels all PENDING orders, whatever their symbol
      Then her order is CANCELLED
      And his order is CANCELLED

  @mass-cancellation
  Rule: What became of each order is told

    Example: Twenty orders
      Given Bob is following the venue
      And Alice has placed 20 orders at the same moment in a symbol that nobody else trades
      When she cancels all PENDING orders in that symbol
      Then she is told what became of each, in order of placement
      And each of her orders is as she was told, and as Bob heard

  @mass-cancellation
  Rule: Nobody cancels everything by leaving something out

    Scenario Outline: <what> cannot be cancelled
      Given Alice has a PENDING order in a symbol that nobody else trades
      When she cancels <what> in that symbol
      Then she is refused with INVALID_REQUEST, pointing at "/orderStatus"
      And her order is not CANCELLED

      Examples:
        | what                |
        | all EXECUTED orders |
        | all orders          |
