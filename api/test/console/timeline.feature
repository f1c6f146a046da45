Feature: One timeline in the console
  Bob sees requests, replies, events and messages in the order in which they happened.

  Rule: The journal can be switched on while Bob watches

    Example: A venue without a journal
      Given the venue keeps no journal
      And Bob watches the venue
      When he opens "Timeline"
      And he presses "Journal on"
      And the venue has switched it on
      And Alice places an order
      Then he sees the steps "POST /orders", "placed" and "201" in this order

  Rule: A step shows what went wrong with it

    Example: Messages that a listener did not get as they were sent
      Given Carol follows the venue
      And Bob watches the venue
      When he opens "Timeline"
      And the stream loses the next message
      And Alice places an order
      And the stream doubles the next message
      And Alice places an order
      Then he sees that the message "1 PENDING" is "lost"
      And he sees that the message "2 PENDING" is "doubled"

    Example: A lost reply
      Given Bob watches the venue
      When he opens "Faults"
      And he presses "Lost, recorded"
      And Alice gets no reply to her order
      And he opens "Timeline"
      Then he sees that the reply "201" is "lost"

  Rule: A race is readable

    Example: A cancel that comes too late
      Given Alice has placed 1 orders
      And Bob watches the venue
      When he opens "Faults"
      And he presses "The execution wins"
      And Alice cancels her order too late
      And he opens "Timeline"
      Then he sees that the reply "409 ORDER_ALREADY_EXECUTED" is "lost the race to change 2 (executed)"

  Rule: The details of a step show everything about it

    Example: A request
      Given Bob watches the venue
      When he opens "Timeline"
      And Alice places an order
      And he chooses the step "POST /orders"
      Then the details show "curl -X POST" and "It made change 1"

  Rule: The timeline can be limited to one order

    Example: An order in the blotter
      Given Alice has placed 2 orders
      And Bob watches the venue
      When he chooses her order
      And he presses "Show it in the timeline"
      Then he sees the steps "POST /orders", "2 placed" and "201" in this order
      And he sees no step "1 placed"

    Example: The chosen one
      Given Bob watches the venue
      When he opens "Timeline"
      And Alice places 2 orders
      And he chooses the step "2 placed"
      And he presses "Only the chosen order"
      Then he sees the steps "POST /orders", "2 placed" and "201" in this order
      And he sees no step "1 placed"
