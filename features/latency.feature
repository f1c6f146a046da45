Feature: Latency
  A real venue is never answered at once. Each of the four things that can be asked about orders
  waits a random time before it acts: by default 0.1 to 1 second. Where the wait is disclosed, a
  trader can tell it from the time lost on the way.

  The machine may make an answer late, by 0.5 s at most. Beside a short latency that would be as good
  as no promise: there an answer may be late by the longest latency and 0.1 s. Where those who measure
  are late themselves, the machine is busy, and an answer may be late by twice that as well.

  @quiet
  Rule: Every answer about orders waits between the shortest and the longest latency

    @core
    Scenario Outline: Whoever <asks> waits
      When Alice <asks> 16 times at the same moment
      Then no answer came sooner than the shortest latency
      And no answer came later than 0.5 s after the longest latency, nor than 0.1 s after twice that
      And the mean of the times they took is as predicted, within 5 standard errors and 0.05 s
      And the answers took times of their own, unless the latency is constant

      Examples:
        | asks              |
        | places an order   |
        | looks up an order |
        | lists the orders  |

      @in-time
      Examples:
        | asks             |
        | cancels an order |

    @disclosure @in-time
    Example: Every wait is disclosed
      When Alice does each of these 12 times at the same moment:
        | places an order   |
        | cancels an order  |
        | looks up an order |
        | lists the orders  |
      Then every answer discloses how long it waited, and came within 0.5 s of that
      And the waits for answers to the same question differ, unless the latency is constant

  @quiet
  Rule: A refusal waits like any other answer

    @core
    Example: There is no such order, or it is too late
      When Alice does each of these 4 times at the same moment:
        | looks up an unknown order  |
        | cancels an unknown order   |
        | cancels an order once more |
      Then all 12 are refused
      And no answer came sooner than the shortest latency
      And no answer came later than 0.5 s after the longest latency, nor than 0.1 s after twice that

    @disclosure @strictness
    Example: All kinds of refusals
      When Alice does each of these 4 times at the same moment:
        | submits a bad ticket         |
        | submits half a ticket        |
        | looks up an unknown order    |
        | cancels an unknown order     |
        | lists with an unknown filter |
      Then all 20 are refused
      And every answer discloses how long it waited, and came within 0.5 s of that

  @core @alone
  Rule: Nobody waits for anybody else

    Example: 100 requests at once take about as long as the slowest
      When Alice places an order 100 times at the same moment
      Then all 100 were answered within 0.5 s of the longest latency
