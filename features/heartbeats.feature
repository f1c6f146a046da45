@heartbeats
Feature: Heartbeats
  Silence may mean that nothing happened, or that the connection is dead. A heartbeat shows which:
  it states the position up to which nothing is missing.

  @in-time
  Rule: A heartbeat states the position up to which nothing is missing

    Scenario Outline: Nothing happens to Alice's order, and Bob follows <way>
      Given Alice has an EXECUTED order
      And Bob is following only her order <way>, with a heartbeat every 200 ms
      When Carol's new order is CANCELLED
      Then Bob learns from a heartbeat that he has missed nothing so far
      And he received nothing but heartbeats

      Examples:
        | way              |
        | over a WebSocket |

      @event-source
      Examples:
        | way                     |
        | over Server-Sent Events |

    Example: A heartbeat names the last message before it
      Given Alice has a PENDING order
      And Bob is following only her order over a WebSocket, with a heartbeat every 200 ms
      When she cancels it
      Then Bob receives exactly CANCELLED for her order
      And the next heartbeat he receives names that message

  Rule: Heartbeats continue for as long as the connection lasts

    @realtime
    Example: Bob receives five heartbeats
      When Bob is following the venue with a heartbeat every 100 ms
      Then he receives 5 heartbeats
