@control
Feature: Latency shapes
  No two venues are slow in the same way. A venue can be given any latency, before it acts and after it,
  and its stream can lag behind: whatever comes first on a real venue can come first here.

  Rule: The latency has the shape that the venue is given

    Example: Most answers come soon, and some very late
      Given half of all orders take longer than 120 ms to place, and one in twenty longer than 400 ms
      When Alice places 200 orders, and time passes until nothing more is due
      Then between 80 and 120 of them took longer than 120 ms
      And between 2 and 20 of them took longer than 400 ms

    Example: As it was measured elsewhere
      Given orders take 10, 20 and 700 ms to place, one as often as another
      When Alice places 200 orders, and time passes until nothing more is due
      Then between 45 and 90 of them took longer than 20 ms
      And between 45 and 90 of them took longer than 699 ms

  Rule: A message may overtake the answer to what it is about

    Example: Bob knows of Alice's order before she does
      Given Bob is following the venue
      And the venue keeps its answers back for 300 ms
      When Alice hands in a ticket
      Then Bob has heard of the change 1
      And 1 request is waiting for its answer
      When 300 ms pass
      Then Alice has her answer
      And her order is confirmed as PENDING

  Rule: The stream may lag behind the answers

    Example: Alice knows of her order before Bob does
      Given Bob is following the venue
      And the stream lags 200 ms behind
      When Alice places an order to BUY 1000 EURUSD
      And 199 ms pass
      Then Bob has heard of no change
      When 1 ms passes
      Then he has heard of the change 1
