@control @outcome-header
Feature: Orders that state their outcome
  Where the venue allows it, an order states its own outcome. A trading client can then be tested
  without any rule in the venue.

  Rule: An order ends as it stated when it was placed

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
      And Bob receives exactly PENDING, CANCELLED for her order

    Example: Held
      When Alice places an order that is to be held
      And a day passes
      Then her order is PENDING

  Rule: The outcome that an order states overrides the rules of the venue

    Example: An order that is executed where all others are rejected
      Given the venue will reject orders
      When Alice places an order that is to be executed after 1 ms
      And 1 ms passes
      Then her order is EXECUTED

  Rule: An invalid outcome is refused

    Scenario Outline: <outcome>
      When Alice places an order with the outcome "<outcome>"
      Then she is refused with INVALID_REQUEST, pointing at <pointers>

      Examples:
        | outcome             | pointers         |
        | explode             | "/Outcome"       |
        | execute; after=soon | "/Outcome/after" |
        | hold; after=100     | "/Outcome/after" |
