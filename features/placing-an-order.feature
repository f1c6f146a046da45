Feature: Placing an order
  A trader submits a ticket. The venue turns it into an order, confirms it as PENDING, and
  executes it after a short delay: by default 1.5 to 3 seconds.

  Rule: An accepted ticket becomes a PENDING order

    @core @in-time
    Example: The confirmation repeats the ticket
      When Alice places an order to BUY 1000 EURUSD
      Then her order is confirmed as PENDING
      And it is an order to BUY 1000 EURUSD
      And anyone who looks it up sees the order as confirmed

    Scenario Outline: <what> is accepted
      When Alice places an order to <side> <quantity> <symbol>
      Then her order is confirmed as PENDING
      And it is an order to <side> <quantity> <symbol>

      @core
      Examples:
        | what               | side | quantity | symbol |
        | Another instrument | BUY  |      250 | USDJPY |
        | The other side     | SELL |     1000 | EURUSD |
        | A single unit      | BUY  |        1 | GBPUSD |
        | A large quantity   | BUY  |  1000000 | EURUSD |

      @tickets
      Examples:
        | what                      | side | quantity         | symbol                   |
        | A currency pair           | SELL |              0.5 | BTC/USD                  |
        | A share class             | BUY  |              100 | BRK.B                    |
        | A dated future            | SELL |                3 | ES-Z6                    |
        | A token with digits first | BUY  |               10 |                1INCHUSDT |
        | A bundle of a token       | BUY  |               10 |             1000SHIBUSDT |
        | A letter in one part only | BUY  |               10 |                600519.SH |
        | The shortest symbol       | BUY  |                1 | F                        |
        | The longest symbol        | BUY  |                1 | ABCDEFGHIJKL/MNOPQRSTUVW |
        | The largest quantity      | BUY  |    1000000000000 | EURUSD                   |
        | A tiny quantity           | BUY  |       0.00000001 | EURUSD                   |
        | A quantity of many digits | BUY  | 123456.123456789 | EURUSD                   |

    @core
    Example: Ten different tickets at the same moment become ten different orders
      When Alice submits 10 different tickets at the same moment
      Then each of her 10 orders is confirmed as PENDING
      And each order matches its own ticket

    @core
    Example: The same ticket twice becomes two orders
      Given Alice has placed an order to BUY 1000 EURUSD
      When she places an order to BUY 1000 EURUSD
      Then she has 2 different orders

  Rule: A PENDING order is executed between the shortest and the longest execution delay

    @core @quiet
    Example: An order left alone is executed
      Given Bob is following the venue
      And Alice has a PENDING order
      When she waits until her order is EXECUTED
      Then her order is EXECUTED
      And Bob received the execution between the shortest and the longest execution delay, at most 0.5 s late

    @control
    Example: The delays of a hundred orders are uniformly distributed
      Given Alice has placed 100 orders at the same moment in a symbol that nobody else trades
      When a day passes
      Then each was executed between the shortest and the longest execution delay
      And their mean delay is as predicted, within 5 standard errors
      And the standard deviation of their delays is as predicted, within 25 %

    @times @realtime @quiet
    Example: An executed order shows when it was executed
      Given Alice has a PENDING order
      When she waits until her order is EXECUTED
      Then it was executed between the shortest and the longest execution delay, at most 0.5 s late
