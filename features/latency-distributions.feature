@control
Feature: Latency distributions
  No two venues are slow in the same way. A test can give a venue any latency, before and after
  it acts, and can make its stream lag. Answers and messages can then arrive in any order that a
  real venue produces.

  Rule: Latencies follow the distribution that the venue is given

    Example: Most answers are fast, and some are very slow
      Given half of all orders take longer than 120 ms to place, and one in twenty longer than 400 ms
      When Alice places 200 orders, and time passes until nothing more is due
      Then between 80 and 120 of them took longer than 120 ms
      And between 2 and 20 of them took longer than 400 ms

    Example: Latencies measured at another venue
      Given orders take 10, 20 and 700 ms to place, each equally often
      When Alice places 200 orders, and time passes until nothing more is due
      Then between 45 and 90 of them took longer than 20 ms
      And between 45 and 90 of them took longer than 699 ms

  Rule: A message can arrive before the answer to the request that caused it

    Example: Bob sees Alice's order before she does
      Given Bob is following the venue
      And the venue delays its answers by 300 ms
      When Alice submits a ticket
      Then Bob has received change 1
      And 1 request is waiting for its answer
      When 300 ms pass
      Then Alice has her answer
      And her order is confirmed as PENDING

  Rule: The stream can lag behind the answers

    Example: Alice sees her order before Bob does
      Given Bob is following the venue
      And the stream lags 200 ms behind
      When Alice places an order to BUY 1000 EURUSD
      And 199 ms pass
      Then Bob has received no change
      When 1 ms passes
      Then he has received change 1
