@positions
Feature: Reading your writes
  Every answer states the position of the log that it reflects. A trader can ask for an answer
  that is at least as recent as a position, even one that only another trader has seen.

  Rule: An answer is at least as recent as the trader requires

    @in-time
    Example: An order that another trader cancelled
      Given Alice has a CANCELLED order
      When Bob looks up her order, requiring everything that she has seen
      Then he sees her order as CANCELLED

    Example: A listing with orders that another trader placed
      Given Alice has placed 3 orders at the same moment in a symbol that nobody else trades
      When Bob lists the orders in that symbol, requiring everything that she has seen
      Then he sees all of her orders

  Rule: An answer waits for the changes that it must include

    Example: Ten changes that are about to happen
      Given Alice has a PENDING order
      When Bob asks for a listing that includes the next 10 changes, while Alice places 10 orders at the same moment
      Then he gets an answer that includes them

  Rule: A wait for a change that does not come ends with a refusal within 2 seconds

    @quiet
    Example: A position that the log will not reach
      When Bob asks for a listing that includes the trillionth change
      Then he is refused, because the log does not reach that change
      And the refusal came at most 2.5 s after his latency, and says when to retry
