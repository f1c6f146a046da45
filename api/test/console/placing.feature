Feature: Placing orders in the console
  Bob can be the trader, without a client of his own.

  Rule: The form places what it says

    Example: One order
      Given Bob watches the venue
      When he places an order for 2.5 BTC/USD
      Then the first row says BTC/USD, 2.5 and PENDING
      And he reads how the order was placed

    Example: Many orders at once
      Given Bob watches the venue
      When he places 25 orders
      Then he reads that 25 of 25 were placed
      And he reads that there are 25 orders

  Rule: What the venue refuses is said where it is wrong

    Example: Two fields are wrong
      Given Bob watches the venue
      When he places an order for many eurusd
      Then he reads at Quantity that it must be a number greater than 0
      And he reads at Symbol that it must be 1 to 12 capital letters or digits

    Example: A client order id is taken
      Given Alice has placed an order with the client order id alice-1
      And Bob watches the venue
      When he places an order with the client order id alice-1
      Then he reads at Client order id that it is taken
