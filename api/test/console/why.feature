Feature: Asking why
  The panel "Why" tells for a request or a message which rules affected it, which nearly did,
  and why the others did not.

  Rule: Each request of the chosen order shows which rule affected it, and which nearly did

    Example: A fault that affects every order
      Given the replies to all orders are late
      And Alice has placed an order
      When Bob asks why about her order
      Then he reads that "fault-1" applied, as "It delayed the reply by 0 ms"

    Example: A fault for another symbol
      Given the replies to orders for GBPUSD are late
      And Alice has placed an order
      When Bob asks why about her order
      Then he reads that "fault-1" nearly applied, as "It wants symbol GBPUSD, the order has EURUSD"

    Example: A fault that was used up
      Given the reply to the next order is late
      And Alice has placed 2 orders
      When Bob asks why about her order
      Then he reads that "fault-1" nearly applied, as "It was used up"

    Example: No fault at all
      Given Alice has placed an order
      When Bob asks why about her order
      Then he reads that no rule was active

  Rule: Each message of the chosen order shows which rule affected it

    Example: A message that the stream lost
      Given Bob watches the venue
      And the stream loses the next message
      When Alice places an order
      And Bob asks why about her order
      Then he reads that "stream-fault-1" applied, as "It dropped the message"

    Example: A message on one connection
      Given Bob watches the venue
      And the stream loses the next message
      When Alice places an order
      And Bob asks why about message 1 on his connection
      Then he reads that "stream-fault-1" applied, as "It dropped the message"

    Example: A message that a connection read from the log
      Given Alice has placed an order
      And Bob watches the venue
      When Bob asks why about message 1 on his connection
      Then he reads that rules affect live messages only

  Rule: A request without an order is explained by its entry in the journal

    Example: A placement that was never recorded
      Given the next order fails before it is recorded
      And Alice is refused
      When Bob asks why about entry 2
      Then he reads that "fault-1" applied, as "It replied with 503"

  Rule: A step that is chosen on the timeline is explained

    Example: A placement that failed
      Given Alice has placed an order
      And Bob watches the venue
      And the next order fails before it is recorded
      And Alice is refused
      When he chooses her order
      And he opens "Timeline"
      And he chooses the step "503"
      Then he sees that "fault-1" applied, without scrolling

  Rule: Without a journal nothing is explained, and Bob can switch it on

    Example: A venue without a journal
      Given the venue keeps no journal
      And Alice has placed an order
      When Bob asks why about her order
      And he presses "Journal on"
      And the venue has switched it on
      And Alice places an order
      And he asks why about her order
      Then he reads that no rule was active
