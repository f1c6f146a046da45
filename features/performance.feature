@core @performance @many-at-once
Feature: Performance
  The venue promises when an order is executed. A burst of orders measures whether it keeps the
  promise: delays drawn uniformly between the shortest and the longest have the mean (shortest +
  longest) / 2 and the standard deviation (longest - shortest) / √12.

  The tolerances below leave room for chance and for a busy machine. With 100 orders, a venue that
  keeps its promise fails by chance less than once in a million runs.

  A late confirmation makes the delay of its order look short. So the check for delays that are too
  short counts from the confirmation or the first message, whichever came first.

  A latency range below 100 ms cannot spread the burst, so confirmations queue. The queueing time of
  a confirmation is what it takes beyond its disclosed latency, or else beyond the predicted mean.
  The mean queueing time is added to the tolerances of the mean and the deviation of the execution
  delay, and twice that to the tolerance of a single delay. Placement latency gets no such
  allowance, except twice the load generator's own timer delay (p99).

  A run can use more orders and more listeners. The report says how many there were.

  Rule: Each order of a burst is executed within the promised delay, and every listener receives every change in order

    Example: 100 orders at the same moment and one listener, unless the run sets other numbers
      Given an audience is following the venue
      When Alice places a burst of orders at the same moment
      Then each order of the burst is confirmed as PENDING
      And everyone in the audience receives exactly PENDING, EXECUTED for each of them
      And everyone in the audience received the same messages in the same order
      And the report shows the measured figures beside the predicted ones
      And the mean execution delay is as predicted, within 5 standard errors and 50 ms
      And the standard deviation of the execution delay is as predicted, within 25 % and 25 ms
      And no execution delay is more than 150 ms too short or 250 ms too long
      And the mean placement latency is as predicted, within 5 standard errors and 150 ms
      And no placement latency is more than 2 ms too short or 500 ms too long
      And the thresholds of this run are met
      And no figure is slower than in the baseline
