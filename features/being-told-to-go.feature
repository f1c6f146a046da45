@control
Feature: Being told to go
  A venue that stops serving a listener says so, and says what the listener can do next.

  Rule: A venue that goes away says so before it breaks off

    Scenario Outline: Alice is listening <way> when the venue goes away
      Given Alice is following the venue <way>
      When the venue goes away, and another log begins in its place
      Then she was notified that it goes away
      And coming back to where she was, she is refused with LOG_CHANGED

      Examples:
        | way                                |
        | over a WebSocket                   |
        | as an event source                 |
        | as an event source without headers |

  Rule: A listener that leaves too much unread can come back, and misses nothing

    Example: More and more is kept back from Alice
      Given the venue will hold orders
      And Alice is following the venue
      And the 1st message stalls the stream for 60 s
      When Bob places and cancels orders until she is shown the door with 4008
      And she comes back
      Then she hears exactly PENDING, CANCELLED about each of his orders
      And she has heard every change once, in order
