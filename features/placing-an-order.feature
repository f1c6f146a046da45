Feature: Placing an order
  A trader hands in a ticket. The venue makes an order of it, confirms it as PENDING, and
  executes it after a short delay: by default 1.5 to 3 seconds.

  Rule: An accepted ticket becomes a PENDING order

    @core @in-time
    Example: The confirmation repeats the ticket
      When Alice places an order to BUY 1000 EURUSD
      Then her order is confirmed as PENDING
      And it says BUY 1000 EURUSD
      And whoever looks it up sees what was confirmed

    Scenario Outline: <what> is accepted
      When Alice places an order to <side> <quantity> <symbol>
      Then her order is confirmed as PENDING
      And it says <side> <quantity> <symbol>

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
        | A minute quantity         | BUY  |       0.00000001 | EURUSD                   |
        | A quantity of many digits | BUY  | 123456.123456789 | EURUSD                   |

    @core
    Example: Ten different tickets at the same moment make ten different orders
      When Alice hands in 10 different tickets at the same moment
      Then each of her 10 orders is confirmed as PENDING
      And each says what its own ticket asked for

    @core
    Example: The same ticket twice makes two orders
      Given Alice has placed an order to BUY 1000 EURUSD
      When she places an order to BUY 1000 EURUSD
      Then she has 2 different orders

  Rule: A PENDING order is executed between the shortest and the longest execution delay

    @core @quiet
    Example: An order left alone is executed
      Given Bob is following the venue
      And Alice has a PENDING order
      When she waits for its execution
      Then her order is EXECUTED
      And Bob heard of that no sooner than the shortest execution delay, and at most 0.5 s after the longest

    @control
    Example: A hundred orders take times of their own, each as likely as any other
      Given Alice has placed 100 orders at the same moment in a symbol that nobody else trades
      When a day passes
      Then each was executed no sooner than the shortest execution delay, and no later than the longest
      And the mean of their delays is as predicted, within 5 standard errors
      And the standard deviation of their delays is as predicted, within 25 %

    @times @realtime
    Example: It is told when it was executed
      Given Alice has a PENDING order
      When she waits for its execution
      Then it was executed no sooner than the shortest execution delay, and at most 0.5 s after the longest
