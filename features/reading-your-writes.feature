@positions
Feature: Reading your writes
  Every answer tells the position of the log that it was made from. Whoever asks to see no less than
  that is answered from nothing older, whoever it was that saw it first.

  Rule: Nobody who asks to see no less than was seen before sees less

    @in-time
    Example: An order that somebody else cancelled
      Given Alice has a CANCELLED order
      When Bob looks up her order, to see no less than she has seen
      Then he sees her order as CANCELLED

    Example: A listing with what somebody else placed
      Given Alice has placed 3 orders at the same moment in a symbol that nobody else trades
      When Bob lists the orders in that symbol, to see no less than she has seen
      Then he sees all of her orders

  Rule: An answer waits for what is about to happen

    Example: Ten changes that are on their way
      Given Alice has a PENDING order
      When Bob asks to see the next 10 changes, while Alice places 10 orders at the same moment
      Then he is answered from a log that has them

  Rule: Whoever waits in vain is told within 2 seconds

    @quiet
    Example: A position that nobody will reach
      When Bob asks to see no less than the trillionth change
      Then he is refused, because the log is not that long
      And he was told within 2 s of his latency, give or take 0.5 s, and when to ask again
