@control
Feature: Unreliable streams
  On its way to a listener a message may get lost, come twice, come late, or come after the next one,
  and a connection may break in its place. A listener who checks what each message names as the one
  before it knows what happened, and can come back for what is missing.

  Rule: A listener who checks the messages knows what happened to them

    Scenario Outline: Of three messages the second <happens>, and Bob listens <way>
      Given the venue will hold orders
      And Bob is following the venue <way>
      And the 2nd message <happens>
      When Alice places 3 orders, one after the other
      Then Bob has heard of the changes <heard>
      And he can tell that something happened to them

      Examples:
        | happens              | heard         | way                |
        | is lost              |       1 and 3 | over a WebSocket   |
        | is lost              |       1 and 3 | as an event source |
        | comes twice          | 1, 2, 2 and 3 | over a WebSocket   |
        | comes twice          | 1, 2, 2 and 3 | as an event source |
        | comes after the next |    1, 3 and 2 | over a WebSocket   |
        | comes after the next |    1, 3 and 2 | as an event source |

    Example: The second message comes 5 s late, and the third overtakes it
      Given the venue will hold orders
      And Bob is following the venue
      And the 2nd message comes 5 s late
      When Alice places 3 orders, one after the other
      And 5 s pass
      Then Bob has heard of the changes 1, 3 and 2
      And he can tell that something happened to them

  Rule: What a stalled stream has kept back is heard in order once it goes on

    Example: Nothing is heard for 5 s
      Given the venue will hold orders
      And Bob is following the venue
      And the 2nd message stalls the stream for 5 s
      When Alice places 4 orders, one after the other
      And 4999 ms pass
      Then Bob has heard of the change 1
      When 1 ms passes
      Then he has heard of the changes 1, 2, 3 and 4

  Rule: A listener whose connection ends comes back and has missed nothing

    Scenario Outline: In place of the second message the connection <ends>, and Bob listens <way>
      Given the venue will hold orders
      And Bob is following the venue <way>
      And in place of the 2nd message the connection <ends>
      When Alice places 3 orders, one after the other
      Then Bob's connection is broken
      And he has heard of the change 1
      When he comes back
      Then he has heard of the changes 1, 2 and 3

      Examples:
        | ends      | way                |
        | breaks    | over a WebSocket   |
        | breaks    | as an event source |
        | is closed | over a WebSocket   |
        | is closed | as an event source |

    Example: A connection that is closed says why
      Given Bob is following the venue
      And in place of the 1st message the connection is closed with 4100
      When Alice places 3 orders, one after the other
      Then Bob was shown the door with 4100

  Rule: The journal tells what each listener was really told, and what befell each message

    Scenario Outline: Of three messages the second <happens>, and Bob listens <way>
      Given the venue will hold orders
      And Bob is following the venue <way>
      And the 2nd message <happens>
      When Alice places 3 orders, one after the other
      Then the journal tells that he heard of the changes <heard>
      And it has them word for word as he heard them
      And it tells that the message about change 2 <happened>
      And he can tell that something happened to them

      Examples:
        | happens              | heard         | happened            | way                |
        | is lost              |       1 and 3 | was lost            | over a WebSocket   |
        | comes twice          | 1, 2, 2 and 3 | came twice          | as an event source |
        | comes after the next |    1, 3 and 2 | came after the next | over a WebSocket   |

    Example: What is kept back is not told yet
      Given the venue will hold orders
      And Bob is following the venue
      And the 2nd message comes 5 s late
      When Alice places 3 orders, one after the other
      Then the journal tells that he heard of the changes 1 and 3
      When 5 s pass
      Then the journal tells that he heard of the changes 1, 3 and 2
      And it tells that the message about change 2 came late
      And he can tell that something happened to them

    Example: The connection breaks in its place
      Given the venue will hold orders
      And Bob is following the venue
      And in place of the 2nd message the connection breaks
      When Alice places 3 orders, one after the other
      Then the journal tells that he heard of the change 1
      And it tells that the message about change 2 broke the connection
      And it tells that the venue ended the connection with 1006
