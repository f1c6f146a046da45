@control
Feature: Staging a race
  Whether a cancellation comes in time is a matter of moments. Here a cancellation and the execution
  of its order meet at the same instant, and who comes first is decided beforehand.

  Rule: The one that was chosen comes first, and the other changes nothing

    Example: The execution
      Given Bob is following the venue
      And Alice has a PENDING order
      And the execution will come just before its cancellation
      When she cancels it
      Then she is refused, because the order is already EXECUTED
      And the race was won by the execution, at the instant of the cancellation
      And Bob hears exactly PENDING, EXECUTED about her order

    Example: The cancellation
      Given Bob is following the venue
      And Alice has a PENDING order
      And the execution will come just after its cancellation
      When she cancels it
      And a day passes
      Then her order is CANCELLED by its trader
      And the race was won by the cancellation, at the instant of the cancellation
      And Bob hears exactly PENDING, CANCELLED about her order

  Rule: Where nobody was chosen the seed decides

    Example: Twelve races in two venues
      Given Alice and Bob trade in venues of their own with the same seed
      When each of them cancels 12 orders in a race with their execution
      Then both sides won at least once
      And their orders ended alike, order by order

  Rule: A request can be held when it is about to act

    Example: The order is executed meanwhile
      Given the venue holds the next cancellation
      And Alice has a PENDING order
      When she sends its cancellation under a key
      Then her cancellation is held
      When a day passes
      And the cancellation is let go on
      Then she has her answer
      And she is refused, because the order is already EXECUTED

    Example: Nothing happens meanwhile
      Given the venue holds the next cancellation
      And Alice has a PENDING order
      When she sends its cancellation under a key
      Then her cancellation is held
      When the cancellation is let go on
      Then she has her answer
      And her order is CANCELLED by its trader
