@heartbeats
Feature: Telling silence from loss
  Nothing heard may mean that nothing happened, or that the connection is dead. A heartbeat tells
  the two apart: it says up to where nothing was left out.

  @in-time
  Rule: A heartbeat says up to where nothing was left out

    Scenario Outline: Nothing happens to Alice's order, hears Bob <way>
      Given Alice has an EXECUTED order
      And Bob is following only her order <way>, with a heartbeat every 200 ms
      When Carol's new order is CANCELLED
      Then Bob hears from a heartbeat that he missed nothing up to then
      And he heard nothing but heartbeats

      Examples:
        | way              |
        | over a WebSocket |

      @event-source
      Examples:
        | way                |
        | as an event source |

    Example: A heartbeat names the last message before it
      Given Alice has a PENDING order
      And Bob is following only her order over a WebSocket, with a heartbeat every 200 ms
      When she cancels it
      Then Bob hears exactly CANCELLED about her order
      And the next heartbeat he hears names that message

  Rule: Heartbeats go on and on

    @realtime
    Example: Bob hears his fifth
      When Bob is following the venue with a heartbeat every 100 ms
      Then he hears 5 heartbeats
