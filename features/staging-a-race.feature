@control
Feature: Staging a race
  Whether a cancellation is in time can depend on a millisecond. A test can make a cancellation
  and the execution of the order meet at the same instant, and decide which comes first.

  Rule: The side chosen to win a race acts first, and the other side changes nothing

    Example: The execution
      Given Bob is following the venue
      And Alice has a PENDING order
      And the execution will come just before its cancellation
      When she cancels it
      Then she is refused, because the order is already EXECUTED
      And the race was won by the execution, at the instant of the cancellation
      And Bob receives exactly PENDING, EXECUTED for her order

    Example: The cancellation
      Given Bob is following the venue
      And Alice has a PENDING order
      And the execution will come just after its cancellation
      When she cancels it
      And a day passes
      Then her order is CANCELLED by its trader
      And the race was won by the cancellation, at the instant of the cancellation
      And Bob receives exactly PENDING, CANCELLED for her order

  Rule: The seed decides a race for which no winner was chosen

    Example: Twelve races in two venues
      Given Alice and Bob trade in separate venues with the same seed
      When each of them cancels 12 orders in a race with their execution
      Then both sides won at least once
      And their orders ended the same way, order by order

  Rule: A request can be held just before it acts

    Example: The order is executed in the meantime
      Given the venue holds the next cancellation
      And Alice has a PENDING order
      When she cancels it with a key
      Then her cancellation is held
      When a day passes
      And the cancellation is resumed
      Then she has her answer
      And she is refused, because the order is already EXECUTED

    Example: Nothing happens in the meantime
      Given the venue holds the next cancellation
      And Alice has a PENDING order
      When she cancels it with a key
      Then her cancellation is held
      When the cancellation is resumed
      Then she has her answer
      And her order is CANCELLED by its trader
