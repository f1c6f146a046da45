@control
Feature: What a client really sent
  A venue keeps a journal of what it was asked, word for word, what it answered, which changes that made,
  and what listeners were told and said. A test of a trading client can look there, and need not believe
  what the client says of itself.

  Rule: The journal tells of every request, and of the changes that it made

    Example: An order is placed and cancelled
      Given Alice has a PENDING order
      When she cancels it
      Then the journal has 2 requests about her order
      And the 1st of them made change 1
      And the 2nd of them made change 2

    Example: What the market did is nobody's request
      Given Alice has a PENDING order
      When a day passes
      And Bob places an order to BUY 1000 EURUSD
      Then the journal has 1 request about his order
      And the 1st of them made change 3

  Rule: What made no change is in the journal, too

    Example: A cancellation that came too late
      Given Alice has a CANCELLED order
      When she cancels it
      Then she is refused, because the order is already CANCELLED
      And the journal has 3 requests about her order
      And the 3rd of them made no change

    Example: A placement that was sent twice under a key
      Given Alice has placed an order under a key
      When she sends the same again
      Then the journal has 2 requests about her order
      And the 1st of them made change 1
      And the 2nd of them made no change

  Rule: The journal tells what was sent, word for word

    Example: A ticket
      Given Alice has a PENDING order
      Then the journal has 1 request about her order
      And the 1st of them is what she sent

    Example: A ticket that begins with a byte-order mark
      When Alice hands in a ticket that begins with a byte-order mark
      Then the journal has 1 request about her ticket
      And the 1st of them is what she sent

  Rule: What only its sender should know is in no journal

    Scenario Outline: A ticket with a secret <where>
      When Alice hands in a ticket with the secret "open-sesame" <where>
      Then the journal has 1 request about her ticket
      And the 1st of them has the secret crossed out

      Examples:
        | where                                |
        | as her credentials                   |
        | as an API key                        |
        | as a subprotocol                     |
        | in the address                       |
        | in the address, spelt with an escape |
        | in the address of the page she is on |
        | as the user of the page she is on    |
        | in a field that no ticket has        |
        | in the text of a field               |

  Rule: The journal tells what a listener was told and said, and who ended it

    Scenario Outline: Bob listens <way> and leaves
      Given Bob is following the venue <way>
      And Alice has placed an order to SELL 123456789 EURUSD
      When she places an order to SELL 0.1 BTC/USD
      Then he has heard of the changes 1 and 2
      When he stops following the venue
      And she places an order to BUY 1000 EURUSD
      Then the journal tells that he heard of the changes 1 and 2
      And it has them word for word as he heard them
      And it tells that he ended the connection

      Examples:
        | way                |
        | over a WebSocket   |
        | as an event source |

    Example: Bob speaks, and is shown the door for saying too much
      Given Bob is following the venue
      When Bob says "hello"
      And Bob says 4097 bytes of noise
      Then the journal tells that he said "hello"
      And it tells that the venue ended the connection with 1009

  Rule: The journal can be forgotten

    Example: Before the part that matters
      Given Alice has a PENDING order
      When the journal is cleared
      And she cancels it
      Then the journal has 1 request about her order
      And the 1st of them made change 2
