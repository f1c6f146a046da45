@versions @in-time
Feature: Acting on a known version
  An order may change after a trader has looked at it. A request can depend on the version that
  the trader saw.

  Rule: A cancellation can require that the order has not changed

    Example: The order has not changed
      Given Alice has a PENDING order
      When she cancels it, provided that it has not changed since its confirmation
      Then her order is CANCELLED

    Scenario Outline: The order was <status> in the meantime
      Given Alice has an <status> order
      When she cancels it, provided that it has not changed since its confirmation
      Then she is refused, because the order has had 2 changes
      And her order is <status>

      Examples:
        | status    |
        | EXECUTED  |
        | CANCELLED |

    Example: The order has had fewer changes than required
      Given Alice has a PENDING order
      When she cancels it, provided that it has had 2 changes
      Then she is refused, because the order has had 1 change
      And her order is not CANCELLED

  Rule: A trader who asks whether an order has changed gets the order only if it has

    Example: An order that has not changed
      Given Alice has a CANCELLED order
      And Bob has looked up her order
      When he asks whether it has changed since
      Then he learns only that it has not changed

    Example: An order that has changed
      Given Alice has a PENDING order
      And Bob has looked up her order
      And Alice has waited until her order was EXECUTED
      When Bob asks whether it has changed since
      Then he sees her order as EXECUTED
