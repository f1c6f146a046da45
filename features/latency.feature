Feature: Latency
  A real venue never answers at once. A request to place, cancel, look up or list orders waits a
  random time before it acts: by default 0.1 to 1 second. A venue may disclose that latency, so
  that a trader can separate it from the time on the network.

  An answer is in time if it comes at most 0.5 s after the longest latency. Where that is below
  0.4 s, it must come at most 0.1 s after twice the longest latency. If the timers of the test
  itself run late, the machine is busy, and the allowance grows by twice their delay.

  @quiet
  Rule: Every request about orders waits between the shortest and the longest latency

    @core
    Scenario Outline: A trader who <asks> waits
      When Alice <asks> 16 times at the same moment
      Then no answer came sooner than the shortest latency
      And every answer came in time
      And their mean time is as predicted, within 5 standard errors and 0.05 s
      And the answers took different times, unless the latency is constant

      Examples:
        | asks              |
        | places an order   |
        | cancels an order  |
        | looks up an order |
        | lists the orders  |

    @disclosure @in-time
    Example: Every latency is disclosed
      When Alice does each of these 12 times at the same moment:
        | places an order   |
        | cancels an order  |
        | looks up an order |
        | lists the orders  |
      Then every answer discloses its latency, and came within 0.5 s of it
      And the latencies of equal requests differ, unless the latency is constant

  @quiet
  Rule: A refusal has the same latency as a success

    @core
    Example: Unknown orders and late cancellations
      When Alice does each of these 4 times at the same moment:
        | looks up an unknown order |
        | cancels an unknown order  |
        | cancels an order again    |
      Then all 12 are refused
      And no answer came sooner than the shortest latency
      And every answer came in time

    @disclosure @strictness
    Example: Refusals of tickets, ids and filters
      When Alice does each of these 4 times at the same moment:
        | submits a bad ticket         |
        | submits half a ticket        |
        | looks up an unknown order    |
        | cancels an unknown order     |
        | lists with an unknown filter |
      Then all 20 are refused
      And every answer discloses its latency, and came within 0.5 s of it

  @core @alone
  Rule: Requests are served in parallel

    Example: The latency of one trader does not delay another
      When Alice and Bob each place an order 16 times at the same moment
      Then all 32 were answered within 0.1 s of twice the longest latency

    @many-at-once
    Example: 100 requests at once take about as long as the slowest
      When Alice places an order 100 times at the same moment
      Then all 100 were answered within 0.5 s of the longest latency
