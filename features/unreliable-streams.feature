@control
Feature: Unreliable streams
  On its way to a listener, a message may be lost, duplicated, delayed or reordered, or the
  connection may break instead. Each message names the one before it. A listener that checks
  this notices the fault, and can reconnect to receive what is missing.

  Rule: A listener that checks the sequence of messages detects every fault

    Scenario Outline: The second of three messages <happens>, and Bob follows <way>
      Given the venue will hold orders
      And Bob is following the venue <way>
      And the 2nd message <happens>
      When Alice places 3 orders, one after the other
      Then Bob has received changes <received>
      And he detects that the sequence is broken

      Examples:
        | happens                | received      | way                     |
        | is lost                |       1 and 3 | over a WebSocket        |
        | is lost                |       1 and 3 | over Server-Sent Events |
        | arrives twice          | 1, 2, 2 and 3 | over a WebSocket        |
        | arrives twice          | 1, 2, 2 and 3 | over Server-Sent Events |
        | arrives after the next |    1, 3 and 2 | over a WebSocket        |
        | arrives after the next |    1, 3 and 2 | over Server-Sent Events |

    Example: The second message arrives 5 s late, after the third
      Given the venue will hold orders
      And Bob is following the venue
      And the 2nd message arrives 5 s late
      When Alice places 3 orders, one after the other
      And 5 s pass
      Then Bob has received changes 1, 3 and 2
      And he detects that the sequence is broken

  Rule: A stalled stream delivers its messages in order when it continues

    Example: Nothing is delivered for 5 s
      Given the venue will hold orders
      And Bob is following the venue
      And the 2nd message stalls the stream for 5 s
      When Alice places 4 orders, one after the other
      And 4999 ms pass
      Then Bob has received change 1
      When 1 ms passes
      Then he has received changes 1, 2, 3 and 4

  Rule: A listener whose connection ends can reconnect without missing anything

    Scenario Outline: The connection <ends> instead of the second message, and Bob follows <way>
      Given the venue will hold orders
      And Bob is following the venue <way>
      And in place of the 2nd message the connection <ends>
      When Alice places 3 orders, one after the other
      Then Bob's connection is broken
      And he has received change 1
      When he reconnects
      Then he has received changes 1, 2 and 3

      Examples:
        | ends      | way                     |
        | breaks    | over a WebSocket        |
        | breaks    | over Server-Sent Events |
        | is closed | over a WebSocket        |
        | is closed | over Server-Sent Events |

    Example: A connection that is closed has a close code
      Given Bob is following the venue
      And in place of the 1st message the connection is closed with 4100
      When Alice places 3 orders, one after the other
      Then Bob was disconnected with 4100

  Rule: The journal shows what each listener really received, and each fault on the way

    Scenario Outline: The second of three messages <happens>, and Bob follows <way>
      Given the venue will hold orders
      And Bob is following the venue <way>
      And the 2nd message <happens>
      When Alice places 3 orders, one after the other
      Then the journal shows that he received changes <received>
      And it has them word for word as he received them
      And it shows that the message about change 2 <happened>
      And he detects that the sequence is broken

      Examples:
        | happens                | received      | happened               | way                     |
        | is lost                |       1 and 3 | was lost               | over a WebSocket        |
        | arrives twice          | 1, 2, 2 and 3 | arrived twice          | over Server-Sent Events |
        | arrives after the next |    1, 3 and 2 | arrived after the next | over a WebSocket        |

    Example: A delayed message is not in the journal yet
      Given the venue will hold orders
      And Bob is following the venue
      And the 2nd message arrives 5 s late
      When Alice places 3 orders, one after the other
      Then the journal shows that he received changes 1 and 3
      When 5 s pass
      Then the journal shows that he received changes 1, 3 and 2
      And it shows that the message about change 2 arrived late
      And he detects that the sequence is broken

    Example: The connection breaks in its place
      Given the venue will hold orders
      And Bob is following the venue
      And in place of the 2nd message the connection breaks
      When Alice places 3 orders, one after the other
      Then the journal shows that he received change 1
      And it shows that the message about change 2 broke the connection
      And it shows that the venue ended the connection with 1006
