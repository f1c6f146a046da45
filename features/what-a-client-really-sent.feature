@control
Feature: What a client really sent
  A venue keeps a journal: the exact requests, its answers, the changes that they made, and what
  listeners received and sent. A test of a trading client checks the journal, and need not trust
  what the client reports.

  Rule: The journal shows every request, and the changes that it made

    Example: An order is placed and cancelled
      Given Alice has a PENDING order
      When she cancels it
      Then the journal has 2 requests about her order
      And the 1st of them made change 1
      And the 2nd of them made change 2

    Example: A change that the market made belongs to no request
      Given Alice has a PENDING order
      When a day passes
      And Bob places an order to BUY 1000 EURUSD
      Then the journal has 1 request about his order
      And the 1st of them made change 3

  Rule: The journal also has the requests that made no change

    Example: A cancellation that came too late
      Given Alice has a CANCELLED order
      When she cancels it
      Then she is refused, because the order is already CANCELLED
      And the journal has 3 requests about her order
      And the 3rd of them made no change

    Example: A placement that was sent twice with a key
      Given Alice has placed an order with a key
      When she repeats the request
      Then the journal has 2 requests about her order
      And the 1st of them made change 1
      And the 2nd of them made no change

  Rule: The journal shows requests exactly as they were sent

    Example: A ticket
      Given Alice has a PENDING order
      Then the journal has 1 request about her order
      And the 1st of them is what she sent

    Example: A ticket that begins with a byte-order mark
      When Alice submits a ticket that begins with a byte-order mark
      Then the journal has 1 request about her ticket
      And the 1st of them is what she sent

  Rule: The journal never shows a secret

    Scenario Outline: A ticket with a secret <where>
      When Alice submits a ticket with the secret "open-sesame" <where>
      Then the journal has 1 request about her ticket
      And the 1st of them has the secret redacted

      Examples:
        | where                                                  |
        | as her credentials                                     |
        | as an API key                                          |
        | as a subprotocol                                       |
        | in the address                                         |
        | in the address, percent-encoded                        |
        | in the address of the page that sends it               |
        | as a password in the address of the page that sends it |
        | in an unknown field                                    |
        | in the text of a field                                 |

  Rule: The journal shows what a listener received and sent, and who ended the connection

    Scenario Outline: Bob follows <way> and leaves
      Given Bob is following the venue <way>
      And Alice has placed an order to SELL 123456789 EURUSD
      When she places an order to SELL 0.1 BTC/USD
      Then he has received changes 1 and 2
      When he stops following the venue
      And she places an order to BUY 1000 EURUSD
      Then the journal shows that he received changes 1 and 2
      And it has them word for word as he received them
      And it shows that he ended the connection

      Examples:
        | way                     |
        | over a WebSocket        |
        | over Server-Sent Events |

    Example: Bob sends too much and is disconnected
      Given Bob is following the venue
      When Bob sends "hello"
      And Bob sends 4097 bytes of noise
      Then the journal shows that he sent "hello"
      And it shows that the venue ended the connection with 1009

  Rule: The journal can be switched on and off while the venue is open

    Example: A venue without a journal gets one
      Given the venue keeps no journal
      And Alice has a PENDING order
      When the journal is switched on
      And she cancels it
      Then the journal has 1 request about her order

    Example: Switching it off deletes what it had
      Given Alice has a PENDING order
      When the journal is switched off
      And the journal is switched on
      And she cancels it
      Then the journal has 1 request about her order

    Example: It stays off when the venue is reset
      Given the venue keeps no journal
      When the venue is reset
      Then the venue still keeps no journal

  Rule: The journal can be cleared

    Example: Clearing it before the part that matters
      Given Alice has a PENDING order
      When the journal is cleared
      And she cancels it
      Then the journal has 1 request about her order
      And the 1st of them made change 2
