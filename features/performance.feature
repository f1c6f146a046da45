@core @performance
Feature: Performance
  The venue promises when an order will be executed. Whether it keeps the promise under a burst
  can be measured: delays drawn evenly between the shortest and the longest have a known mean,
  (shortest + longest) / 2, and a known standard deviation, (longest - shortest) / √12.

  The tolerances below leave room for chance and for a busy machine. With 100 orders a venue that
  keeps its promise fails by chance less than once in a million runs.

  A confirmation that was late on its way makes the delay of its order seem short. So whether one is
  too short is counted from when its order was first told of, confirmed or announced.

  Where the latency differs by less than 100 ms it does not draw the burst apart: all orders are
  placed at one moment and confirmed one after the other. How long a confirmation takes beyond its
  wait, the disclosed one or else the predicted mean, is measured. The figures of the execution delay
  may be off by the mean of that too, a single one by twice the mean. The placement latency may not, as
  it is what is late: its mean may be off by twice what those who place the orders are late themselves,
  one time in a hundred, since their machine is busy then.

  Whoever wants to know more asks for more orders, or for more people to listen; the report says how
  many there were.

  Rule: A burst of orders is executed as promised, and told to everybody in order

    Example: 100 orders at the same moment and one listener, unless other numbers are asked for
      Given an audience is following the venue
      When Alice places a burst of orders at the same moment
      Then each order of the burst is confirmed as PENDING
      And everybody in the audience hears exactly PENDING, EXECUTED about each of them
      And everybody in the audience heard the same messages in the same order
      And what was measured is reported beside what is predicted
      And the mean execution delay is as predicted, within 5 standard errors and 50 ms
      And the standard deviation of the execution delay is as predicted, within 25 % and 25 ms
      And no execution delay is more than 150 ms too short or 250 ms too long
      And the mean placement latency is as predicted, within 5 standard errors and 150 ms
      And no placement latency is more than 2 ms too short or 500 ms too long
      And the thresholds set for this run are kept
      And nothing is slower than in the run that it is compared with
