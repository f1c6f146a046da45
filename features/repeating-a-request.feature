@idempotency
Feature: Repeating a request
  When no answer comes, a request that got lost looks like one whose answer did. Whoever sends a
  request under a key may send it again under the same key: it is carried out once.

  Rule: What is sent again under its key is carried out once, and answered as it was

    @realtime
    Example: The answer never came
      Given Alice never heard whether the ticket arrived that she sent under a key
      When she sends it again until she hears of it
      Then her order is confirmed as PENDING
      And there is one order of her ticket

    Example: A placement is confirmed again
      Given Alice has placed an order under a key
      When she sends the same again
      Then she gets the same answer as before, marked as a repetition
      And there is one order of her ticket

    Example: A placement is confirmed as it was, whatever became of the order since
      Given Alice has placed an order under a key
      And Bob has waited until her order was EXECUTED
      When she sends the same again
      Then she gets the same answer as before, marked as a repetition

    @in-time
    Example: A cancellation is confirmed again, and not refused as too late
      Given Alice has cancelled an order under a key
      When she sends the same again
      Then she gets the same answer as before, marked as a repetition

    @mass-cancellation @in-time
    Example: A cancellation of many orders is confirmed again, and cancels no others
      Given Alice has cancelled all PENDING orders in a symbol that nobody else trades under a key
      And Bob has placed an order in that symbol
      When she sends the same again
      Then she gets the same answer as before, marked as a repetition
      And his order is not CANCELLED

    Example: A refusal is given again
      Given Alice has an EXECUTED order
      And she was refused when she cancelled it under a key
      When she sends the same again
      Then she is refused, because the order is already EXECUTED
      And she gets the same answer as before, marked as a repetition

  Rule: While a request is under way, what is sent again is refused

    @realtime
    Example: The same ticket, 10 times at once
      When Alice sends a ticket 10 times at once under one key
      Then each time she hears of the same order, or is told that the ticket is under way
      And there is one order of her ticket

  Rule: A key belongs to one request

    Example: Another ticket under the key of a placement
      Given Alice has placed an order under a key
      When she sends another ticket under the same key
      Then she is refused with IDEMPOTENCY_KEY_REUSED
      And no order came of it

    @in-time
    Example: A cancellation under the key of a placement
      Given Alice has placed an order under a key
      When she cancels it under the same key
      Then she is refused with IDEMPOTENCY_KEY_REUSED
      And her order is not CANCELLED

  Rule: A ticket that was not understood leaves its key free

    Example: The mended ticket
      Given Alice was refused when she sent a bad ticket under a key
      When she sends another ticket under the same key
      Then her order is confirmed as PENDING

  Rule: A key that cannot be read is refused

    Example: A key of two words
      When Alice sends a ticket under the key "two words"
      Then she is refused with INVALID_REQUEST, pointing at "/Idempotency-Key"
      And no order came of it
