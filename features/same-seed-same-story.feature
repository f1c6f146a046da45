@control
Feature: Same seed, same story
  Everything random in a venue follows from its seed. The digest of a log is the same only for the
  same changes at the same times. The story of a log covers only the tickets, and how each
  order ended.

  Rule: With the same seed, the same requests in the same order produce the same log

    Example: Two venues with the same seed
      Given Alice and Bob trade in separate venues with the same seed
      When each of them places 5 orders, one after the other, and a day passes
      Then the digests of their logs are the same
      And their orders have the same ids

    Example: Two venues with different seeds
      Given Alice and Bob trade in separate venues
      When each of them places 5 orders, one after the other, and a day passes
      Then the digests of their logs differ

    Example: A crash makes no difference
      Given Alice and Bob trade in separate venues with the same seed
      And each of them has a PENDING order
      When Alice's venue crashes
      And each of them places 5 orders, one after the other, and a day passes
      Then the digests of their logs are the same

  Rule: A recording can be played again in a venue with the same seed

    Example: In the venue of another trader
      Given Alice and Bob trade in separate venues with the same seed
      When Alice places orders named "a", "b", "c"
      And a day passes in Alice's venue
      And Bob's venue plays the recording of Alice's venue
      Then the digests of their logs are the same
      And Bob's order named "c" is EXECUTED

  Rule: With the same seed, an order with the same client order id ends the same way, whenever it arrives

    Example: In the opposite order
      Given Alice and Bob trade in separate venues with the same seed
      And each of their venues will reject 50 % of orders
      When Alice places orders named "a", "b", "c", "d", "e", "f"
      And Bob places orders named "f", "e", "d", "c", "b", "a"
      And a day passes in Alice's venue
      And a day passes in Bob's venue
      Then the stories of their logs are the same
      But the digests of their logs differ

    Example: It is also PENDING for equally long
      Given Alice and Bob trade in separate venues with the same seed
      When Alice places orders named "a", "b", "c", "d", "e", "f"
      And Bob places orders named "f", "e", "d", "c", "b", "a"
      And a day passes in Alice's venue
      And a day passes in Bob's venue
      Then their orders were PENDING for equally long, name by name
