@checking
Feature: Checking a ticket
  A trader can check a ticket without placing it. The answer is the one that placing it would get.

  Rule: Checking a good ticket shows the order that it would become, and places none

    Example: Nothing is placed
      When Alice checks a good ticket
      Then she sees the PENDING order that it would become
      And there is no order for her ticket

    Example: No listener is notified
      Given Bob is following the venue
      When Alice checks a good ticket
      Then she sees the PENDING order that it would become
      And Bob receives nothing about the ticket that she checked

    @client-order-ids
    Example: Its client order id stays free
      Given Alice has checked a good ticket
      When she places that ticket
      Then her order is confirmed as PENDING

  Rule: A bad ticket is refused as if it were placed

    @problems
    Example: Two invalid fields
      When Alice checks the ticket {"symbol": "EURUSD", "side": "HOLD", "quantity": 0}
      Then she is refused with INVALID_REQUEST, pointing at "/side" and "/quantity"

    @client-order-ids @in-time
    Example: A client order id that is taken
      Given Alice has placed an order with a client order id of 12 characters
      When Bob checks a ticket with the client order id of Alice's order
      Then he is refused, because the client order id is taken by Alice's PENDING order

  Rule: A check with an invalid option is refused, and places no order

    Example: dryRun is neither true nor false
      When Alice checks a good ticket with dryRun "perhaps"
      Then she is refused with INVALID_REQUEST, pointing at "/dryRun"
      And there is no order for her ticket
