@control
Feature: Playing the market
  Whoever tests can be the market: what becomes of an order is then decided by hand, when the moment
  has come.

  Rule: The market does with a PENDING order as it likes

    Example: It is executed at once
      Given Bob is following the venue
      And Alice has a PENDING order
      When the market executes it
      Then her order is EXECUTED
      And Bob hears exactly PENDING, EXECUTED about her order

    Example: It is rejected
      Given Bob is following the venue
      And Alice has a PENDING order
      When the market cancels it for no liquidity
      Then her order is CANCELLED by the venue for no liquidity
      And Bob hears exactly PENDING, CANCELLED about her order

    Example: It is held
      Given Alice has a PENDING order
      When the market holds it
      And a day passes
      Then her order is PENDING

    Example: It is released after that
      Given Alice has a PENDING order that the market holds
      When the market releases it after 250 ms
      And 250 ms pass
      Then her order is EXECUTED

    Example: It is released with no word of when
      Given Alice has a PENDING order that the market holds
      When the market releases it
      And time passes until nothing more is due
      Then her order is EXECUTED

  Rule: The market comes too late like anybody else

    Scenario Outline: It wants to <act> an <status> order
      Given Alice has an <status> order
      When the market tries to <act> it
      Then the market is refused, because the order is already <status>
      And her order is <status>

      Examples:
        | act     | status    |
        | execute | EXECUTED  |
        | execute | CANCELLED |
        | cancel  | EXECUTED  |
        | cancel  | CANCELLED |
        | hold    | EXECUTED  |
        | hold    | CANCELLED |
        | release | EXECUTED  |
        | release | CANCELLED |

    Example: A trader comes too late for an order that the market rejected
      Given Alice has a PENDING order
      And the market has cancelled it for no liquidity
      When she cancels it
      Then she is refused, because the order is already CANCELLED
      And her order is CANCELLED by the venue for no liquidity
