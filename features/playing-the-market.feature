@control
Feature: Playing the market
  A test can play the market, and decide by hand how and when an order ends.

  Rule: The market can execute, reject, hold or release a PENDING order

    Example: It is executed at once
      Given Bob is following the venue
      And Alice has a PENDING order
      When the market executes it
      Then her order is EXECUTED
      And Bob receives exactly PENDING, EXECUTED for her order

    Example: It is rejected
      Given Bob is following the venue
      And Alice has a PENDING order
      When the market cancels it for no liquidity
      Then her order is CANCELLED by the venue for no liquidity
      And Bob receives exactly PENDING, CANCELLED for her order

    Example: It is held
      Given Alice has a PENDING order
      When the market holds it
      And a day passes
      Then her order is PENDING

    Example: It is released after it was held
      Given Alice has a PENDING order that the market holds
      When the market releases it after 250 ms
      And 250 ms pass
      Then her order is EXECUTED

    Example: It is released without a time
      Given Alice has a PENDING order that the market holds
      When the market releases it
      And time passes until nothing more is due
      Then her order is EXECUTED

  Rule: The market knows how a PENDING order will end by itself

    Example: It is due
      Given the venue will execute orders after 2 s
      And Alice has a PENDING order
      Then the market expects to execute it 2 s after it was placed

    Example: It is held
      Given Alice has a PENDING order that the market holds
      Then the market expects nothing of it

    Example: It is released after it was held
      Given Alice has a PENDING order that the market holds
      When the market releases it after 250 ms
      And 250 ms pass
      Then the market knows that it is EXECUTED

  Rule: The market cannot change an order that has ended

    Scenario Outline: The market tries to <act> an <status> order
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

    Example: A trader cannot cancel an order that the market rejected
      Given Alice has a PENDING order
      And the market has cancelled it for no liquidity
      When she cancels it
      Then she is refused, because the order is already CANCELLED
      And her order is CANCELLED by the venue for no liquidity
