@alone
Feature: Latency
  A real venue is never answered at once. Each of the four things that can be asked about orders
  waits a random time before it acts: by default 0.1 to 1 second. The wait is disclosed, so that a
  trader can tell it from the time lost on the way.

  Rule: Every answer about orders waits between the shortest and the longest latency

    Example: All four things that can be asked
      When Alice does each of these 12 times at the same moment:
        | places an order   |
        | cancels an order  |
        | looks up an order |
        | lists the orders  |
      Then no answer came sooner than the shortest latency
      And no answer came later than 0.5 s after the longest latency
      And every answer discloses how long it waited, and came within 0.5 s of that
      And the waits differ, unless the latency is constant

  Rule: A refusal waits like any other answer

    Example: All kinds of refusals
      When Alice does each of these 4 times at the same moment:
        | submits a bad ticket         |
        | submits half a ticket        |
        | looks up an unknown order    |
        | cancels an unknown order     |
        | lists with an unknown filter |
      Then all 20 are refused
      And no answer came sooner than the shortest latency
      And no answer came later than 0.5 s after the longest latency
      And every answer discloses how long it waited, and came within 0.5 s of that

  Rule: Nobody waits for anybody else

    Example: 100 requests at once take about as long as the slowest
      When Alice places an order 100 times at the same moment
      Then all 100 were answered within 0.5 s of the longest wait among them
