Feature: Travelling in time in the console
  Bob sees the venue as it was at any position of its log.

  Rule: The slider shows the orders as they were at a position

    Example: Before an order was executed
      Given Alice has placed 1 orders
      And a day has passed
      And Bob watches the venue
      Then he sees her order as EXECUTED in the first row
      When he travels to position 1
      Then he sees her order as PENDING in the first row
      And he reads that he sees the past, as it was at position 1
      When he presses Escape
      Then he sees her order as EXECUTED in the first row

    Example: Before anything happened
      Given Alice has placed 1 orders
      And Bob watches the venue
      When he travels to position 0
      Then he sees no order

    Example: A view of the past that Bob shares
      Given Alice has placed 1 orders
      And a day has passed
      When Bob opens the console with "?at=1"
      Then he sees her order as PENDING in the first row
