@versions @in-time
Feature: Acting on what was seen
  An order may change between a look at it and what is done about it. A trader who says what was seen
  acts on that and on nothing else, and need not be told it again.

  Rule: A cancellation can be bound to what was seen

    Example: The order is as it was seen
      Given Alice has a PENDING order
      When she cancels it, provided that it is as it was confirmed
      Then her order is CANCELLED

    Scenario Outline: The order has been <status> meanwhile
      Given Alice has an <status> order
      When she cancels it, provided that it is as it was confirmed
      Then she is refused, because the order has had 2 changes
      And her order is <status>

      Examples:
        | status    |
        | EXECUTED  |
        | CANCELLED |

    Example: The order is not yet what it should be
      Given Alice has a PENDING order
      When she cancels it, provided that it has had 2 changes
      Then she is refused, because the order has had 1 change
      And her order is not CANCELLED

  Rule: What was seen is not told again

    Example: An order that has not changed
      Given Alice has a CANCELLED order
      And Bob has looked up her order
      When he asks whether it has changed since
      Then he is told that it has not, and nothing else

    Example: An order that has changed
      Given Alice has a PENDING order
      And Bob has looked up her order
      And Alice has waited until it was EXECUTED
      When Bob asks whether it has changed since
      Then he sees her order as EXECUTED
