Feature: Exporting a run from the console
  Bob turns what has happened in the venue into a test that he can run again.

  Rule: A run is exported as a test that asserts what was seen

    Example: A lost reply and a race
      Given Bob watches the venue
      And he has opened "Faults"
      When he presses "Lost, recorded"
      And Alice gets no reply to her order
      And Alice places an order
      And he presses "The execution wins"
      And Alice cancels her order too late
      And he opens "Export"
      And he exports the run "As test"
      Then the exported test passes
      But it fails if it expects another status

  Rule: A run is exported as a recording and as a script

    Example: A recording
      Given Alice has placed 2 orders
      And Bob watches the venue
      When he opens "Export"
      And he exports the run "As recording"
      Then the recording can be replayed

    Example: A script
      Given Alice has placed 2 orders
      And Bob watches the venue
      When he opens "Export"
      And he exports the run "As curl script"
      Then the script gives a new venue the same log

  Rule: A recording can be looked at without a client

    Example: It is played in a new venue
      Given Alice has placed 2 orders
      And Bob watches the venue
      When he opens "Export"
      And he exports the run "As recording"
      And he loads what he has saved
      Then he reads "replay-1 has the same log as the recording"
      When he opens "Orders"
      Then he sees 2 orders

    Example: Another file
      Given Bob watches the venue
      When he opens "Export"
      And he loads a file with the text "{}"
      Then he reads "recording.json is not a recording"

  Rule: The console says what is missing for a complete export

    Example: A journal that was switched on late
      Given the venue keeps no journal
      And Bob watches the venue
      When he opens "Export"
      And he presses "Journal on"
      And he exports the run "As test"
      Then he reads that the journal lacks the start of the venue
