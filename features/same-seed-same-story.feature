@control
Feature: Same seed, same story
  What is left to chance follows from the seed of the venue. A log is boiled down to a digest, which
  only the same changes at the same times give, and to a story: which orders came to which end.

  Rule: The same requests, one after the other, leave the same log

    Example: Two venues with the same seed
      Given Alice and Bob trade in venues of their own with the same seed
      When each of them places 5 orders, one after the other, and a day passes
      Then the digests of their logs are the same
      And their orders bear the same ids

    Example: Two venues with seeds of their own
      Given Alice and Bob trade in venues of their own
      When each of them places 5 orders, one after the other, and a day passes
      Then the digests of their logs differ

    Example: A crash makes no difference
      Given Alice and Bob trade in venues of their own with the same seed
      And each of them has a PENDING order
      When Alice's venue crashes
      And each of them places 5 orders, one after the other, and a day passes
      Then the digests of their logs are the same

  Rule: An order that bears a name comes to the same end, whenever it arrives

    Example: In the opposite order
      Given Alice and Bob trade in venues of their own with the same seed
      And each of their venues will reject 50 % of orders
      When Alice places orders named "a", "b", "c", "d", "e", "f"
      And Bob places orders named "f", "e", "d", "c", "b", "a"
      And a day passes in Alice's venue
      And a day passes in Bob's venue
      Then the stories of their logs are the same
      But the digests of their logs differ

    Example: It is PENDING for as long, too
      Given Alice and Bob trade in venues of their own with the same seed
      When Alice places orders named "a", "b", "c", "d", "e", "f"
      And Bob places orders named "f", "e", "d", "c", "b", "a"
      And a day passes in Alice's venue
      And a day passes in Bob's venue
      Then their orders were PENDING for the same times, name by name
