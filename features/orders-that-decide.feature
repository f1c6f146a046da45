@control @outcome-header
Feature: Orders that decide
  Where the venue lets them, those who place an order also say what is to become of it. So a trading
  client can be tried by itself, with no rule of the venue beside it.

  Rule: An order comes to the end that was asked for when it was placed

    Example: Executed
      When Alice places an order that is to be executed after 250 ms
      And 249 ms pass
      Then her order is PENDING
      When 1 ms passes
      Then her order is EXECUTED

    Example: Rejected
      Given Bob is following the venue
      When Alice places an order that is to be rejected after 100 ms for no liquidity
      And 100 ms pass
      Then her order is CANCELLED by the venue for no liquidity
      And Bob hears exactly PENDING, CANCELLED about her order

    Example: Held
      When Alice places an order that is to be held
      And a day passes
      Then her order is PENDING

  Rule: What an order asks for counts for more than the rules of the venue

    Example: An order that is to be executed where all are rejected
      Given the venue will reject orders
      When Alice places an order that is to be executed after 1 ms
      And 1 ms passes
      Then her order is EXECUTED

  Rule: What cannot be understood is refused

    Scenario Outline: <outcome>
      When Alice places an order with the outcome "<outcome>"
      Then she is refused with INVALID_REQUEST, pointing at <pointers>

      Examples:
        | outcome             | pointers         |
        | explode             | "/Outcome"       |
        | execute; after=soon | "/Outcome/after" |
        | hold; after=100     | "/Outcome/after" |
