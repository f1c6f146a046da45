@checking
Feature: Checking a ticket
  A trader can have a ticket checked without placing it: the answer is what placing it would bring.

  Rule: A good ticket brings the order that it would become, and nothing happens

    Example: Nothing is placed
      When Alice has a good ticket checked
      Then she is told of the PENDING order that it would become
      And no order came of it

    Example: Nobody hears of it
      Given Bob is following the venue
      When Alice has a good ticket checked
      Then she is told of the PENDING order that it would become
      And Bob hears nothing of what she had checked

    @client-order-ids
    Example: Its client order id stays free
      Given Alice has had a good ticket checked
      When she places the ticket
      Then her order is confirmed as PENDING

  Rule: A bad ticket is refused as if it were placed

    @problems
    Example: Two faults
      When Alice has the ticket {"symbol": "EURUSD", "side": "HOLD", "quantity": 0} checked
      Then she is refused with INVALID_REQUEST, pointing at "/side" and "/quantity"

    @client-order-ids @in-time
    Example: A client order id that is taken
      Given Alice has placed an order with a client order id of 12 characters
      When Bob has a ticket with the client order id of Alice's order checked
      Then he is refused, because the client order id is taken by Alice's PENDING order

  Rule: Whoever cannot be understood is not taken to have placed it

    Example: Checked, perhaps
      When Alice has a good ticket checked "perhaps"
      Then she is refused with INVALID_REQUEST, pointing at "/dryRun"
      And no order came of it
