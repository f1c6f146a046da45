@idempotency
Feature: Repeating a request
  When no answer comes, a trader cannot know whether the request or the answer was lost. A trader
  who sends a request with a key can repeat it with the same key: the venue carries it out once.

  Rule: A request that is repeated with its key is carried out once, and gets the same answer

    @realtime
    Example: The answer never came
      Given Alice got no answer to the ticket that she submitted with a key
      When she repeats the request until she gets an answer
      Then her order is confirmed as PENDING
      And there is one order for her ticket

    Example: A placement is confirmed again
      Given Alice has placed an order with a key
      When she repeats the request
      Then she gets the same answer as before, marked as a repetition
      And there is one order for her ticket

    Example: A placement is confirmed as it was, even after the order has changed
      Given Alice has placed an order with a key
      And Bob has waited until her order was EXECUTED
      When she repeats the request
      Then she gets the same answer as before, marked as a repetition

    @in-time
    Example: A cancellation is confirmed again, and not refused as too late
      Given Alice has cancelled an order with a key
      When she repeats the request
      Then she gets the same answer as before, marked as a repetition

    @mass-cancellation @in-time
    Example: A cancellation of many orders is confirmed again, and cancels no others
      Given Alice has cancelled all PENDING orders with a key, in a symbol that nobody else trades
      And Bob has placed an order in that symbol
      When she repeats the request
      Then she gets the same answer as before, marked as a repetition
      And his order is not CANCELLED

    Example: A refusal is repeated
      Given Alice has an EXECUTED order
      And she was refused when she cancelled it with a key
      When she repeats the request
      Then she is refused, because the order is already EXECUTED
      And she gets the same answer as before, marked as a repetition

  Rule: A repetition is refused while the request is in progress

    @realtime
    Example: The same ticket, 10 times at once
      When Alice submits a ticket 10 times at once with one key
      Then each time she gets the same order, or a refusal because the request is in progress
      And there is one order for her ticket

  Rule: A key belongs to one request

    Example: Another ticket under the key of a placement
      Given Alice has placed an order with a key
      When she submits another ticket with the same key
      Then she is refused with IDEMPOTENCY_KEY_REUSED
      And there is no order for her ticket

    @in-time
    Example: A cancellation under the key of a placement
      Given Alice has placed an order with a key
      When she cancels it with the same key
      Then she is refused with IDEMPOTENCY_KEY_REUSED
      And her order is not CANCELLED

  Rule: A ticket that is refused as invalid leaves its key free

    Example: The corrected ticket
      Given Alice was refused when she submitted a bad ticket with a key
      When she submits another ticket with the same key
      Then her order is confirmed as PENDING

  Rule: An invalid key is refused

    Example: A key of two words
      When Alice submits a ticket with the key "two words"
      Then she is refused with INVALID_REQUEST, pointing at "/Idempotency-Key"
      And there is no order for her ticket
