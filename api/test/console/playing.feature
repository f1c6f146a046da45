Feature: Playing the exchange in the console
  Bob decides when time passes and what becomes of an order.

  Rule: A held clock moves when he says so

    Example: To the next due order
      Given Alice has placed 1 orders
      And Bob watches the venue
      When he presses "To the next due order"
      Then he sees her order as EXECUTED in the first row
      And he reads that "venue.advance({ to:" does the same

    Example: A second
      Given Bob watches the venue
      When he presses "+1 s"
      Then the clock shows 00:00:01.000

    Example: A request that waits for time
      Given the venue takes 500 ms to answer
      And Alice waits for an answer
      When Bob watches the venue
      Then he reads that 1 request waits for time to pass
      When he presses "Let time pass"
      Then Alice has her answer
      And the clock shows 00:00:00.500

  Rule: He decides what becomes of a PENDING order

    Example: It is executed
      Given Alice has placed 1 orders
      And Bob watches the venue
      When he chooses her order
      And he presses "Execute"
      Then he sees her order as EXECUTED in the first row
      And he reads that her order is EXECUTED 0 ms after it was placed

    Example: It is held, and released
      Given Alice has placed 1 orders
      And Bob watches the venue
      When he chooses her order
      And he presses "Hold"
      Then he reads that her order is PENDING and held
      When he presses "Release"
      Then he reads that her order is PENDING: to be executed

    Example: With the keyboard alone
      Given Alice has placed 2 orders
      And Bob watches the venue
      When he goes to the first row with the keyboard and presses C
      Then he sees her order as CANCELLED in the first row
