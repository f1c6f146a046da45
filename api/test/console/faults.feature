Feature: Staging faults in the console
  Bob makes the venue misbehave, and sees what his faults have done.

  Rule: A button stages a fault for the next request

    Example: A lost reply
      Given Bob watches the venue
      When he opens "Faults"
      And he presses "Lost, recorded"
      Then he reads that the rule "reset after the commit" was "0 of 1 applied, 0 matched"
      And he reads that "venue.faults.add({ at: 'after-commit'" does the same
      When Alice gets no reply to her order
      Then he reads that the rule "reset after the commit" was "1 of 1 applied, 1 matched"

    Example: A rule that he removes
      Given Bob watches the venue
      When he opens "Faults"
      And he presses "Drop"
      And he presses "Remove"
      Then he reads that there is no rule

  Rule: A button decides who wins the next race

    Example: The execution
      Given Alice has placed 1 orders
      And Bob watches the venue
      When he opens "Faults"
      And he presses "The execution wins"
      And Alice cancels her order too late
      Then he reads that the rule "race, the execution wins" was "execution won"

  Rule: A breakpoint holds a request until he releases it

    Example: A placement
      Given Bob watches the venue
      When he opens "Faults"
      And he presses "Hold the next placement"
      And Alice waits for her order
      And he presses "Release"
      Then Alice has her answer
