@control
Feature: Holding time
  The time of a venue can be held. It then stands still until it is moved, and what falls due on the
  way happens at its own time: a test of a day takes a moment, and takes the same course every time.

  Rule: What is due happens at its own time, however far time is moved

    Example: A day passes
      Given Alice has a PENDING order
      When a day passes
      Then her order is EXECUTED
      And it was executed no sooner than the shortest execution delay, and at most 0 s after the longest
