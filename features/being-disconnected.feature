@control
Feature: Being disconnected
  When a venue stops serving a listener, it says why, and what the listener can do next.

  Rule: A venue that is going away notifies its listeners before it disconnects them

    Scenario Outline: Alice follows <way> when the venue is reset
      Given Alice is following the venue <way>
      When the venue is reset
      Then she was notified that the venue is going away
      And when she reconnects, she is refused with LOG_CHANGED

      Examples:
        | way                                            |
        | over a WebSocket                               |
        | over Server-Sent Events                        |
        | over Server-Sent Events without custom headers |

  Rule: The state of a venue shows how much its listeners have not received yet

    Example: A stalled stream
      Given Alice is following the venue
      And the 1st message stalls the stream for 60 s
      When Bob places an order to BUY 1000 EURUSD
      Then the venue says that bytes are unread
      When 60 s pass
      Then the venue says that none are unread

  Rule: A listener that falls too far behind is disconnected, and can reconnect without missing anything

    Example: Messages for Alice pile up
      Given the venue will hold orders
      And Alice is following the venue
      And the 1st message stalls the stream for 60 s
      When Bob places and cancels orders until she is disconnected with 4008
      And she reconnects
      Then she receives exactly PENDING, CANCELLED for each of his orders
      And she has received every change once, in order
