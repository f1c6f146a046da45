@control
Feature: Same seed, same story
  Everything random in a venue follows from its seed. A venue reduces its log to a digest, which
  only the same changes at the same times produce, and to a story: which orders ended in which
  status.

  Rule: The same requests in the same order produce the same log

    Example: Two venues with the same seed
      Given Alice and Bob trade in venues of their own with the same seed
      When each of them places 5 orders, one after the other, and a day passes
      Then the digests of their logs are the same
      And their orders have the same ids

    Example: Two venues with different seeds
      Given Alice and Bob trade in venues of their own
      When each of them places 5 orders, one after the other, and a day passes
      Then the digests of their logs differ

    Example: A crash makes no difference
      Given Alice and Bob trade in venues of their own with the same seed
      And each of them has a PENDING order
      When Alice's venue crashes
      And each of them places 5 orders, one after the other, and a day passes
      Then the digests of their logs are the same

  Rule: An order with a client order id ends the same way, whenever it arrives

    Example: In the opposite order
      Given Alice and Bob trade in venues of their own with the same seed
      And each of their venues will reject 50 % of orders
      When Alice places orders named "a", "b", "c", "d", "e", "f"
      And Bob places orders named "f", "e", "d", "c", "b", "a"
      And a day passes in Alice's venue
      And a day passes in Bob's venue
      Then the stories of their logs are the same
      But the digests of their logs differ

    Example: It is also PENDING for the same time
      Given Alice and Bob trade in venues of their own with the same seed
      When Alice places orders named "a", "b", "c", "d", "e", "f"
      And Bob places orders named "f", "e", "d", "c", "b", "a"
      And a day passes in Alice's venue
      And a day passes in Bob's venue
      Then their orders were PENDING for the same time, name by name
