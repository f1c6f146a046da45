Feature: Placing an order
  A trader hands in a ticket. The venue makes an order of it, confirms it as PENDING, and
  executes it after a short delay: by default 1.5 to 3 seconds.

  Rule: An accepted ticket becomes a PENDING order

    Example: The confirmation repeats the ticket
      When Alice places an order to BUY 1000 EURUSD
      Then her order is confirmed as PENDING
      And it says BUY 1000 EURUSD
      And whoever looks it up sees what was confirmed

    Scenario Outline: <what> is accepted
      When Alice places an order to <side> <quantity> <symbol>
      Then her order is confirmed as PENDING
      And it says <side> <quantity> <symbol>

      Examples:
        | what                 | side | quantity      | symbol                   |
        | A currency pair      | SELL |           0.5 | BTC/USD                  |
        | A share class        | BUY  |           100 | BRK.B                    |
        | A dated future       | SELL |             3 | ES-Z6                    |
        | The shortest symbol  | BUY  |             1 | F                        |
        | The longest symbol   | BUY  |             1 | ABCDEFGHIJKL/MNOPQRSTUVW |
        | The largest quantity | BUY  | 1000000000000 | EURUSD                   |
        | A minute quantity    | BUY  |    0.00000001 | EURUSD                   |

    Example: The same ticket twice makes two orders
      Given Alice has placed an order to BUY 1000 EURUSD
      When she places an order to BUY 1000 EURUSD
      Then she has 2 different orders

  Rule: A client order id is the trader's own name for one order

    Example: An order bears the client order id of its ticket
      When Alice places an order with a client order id of 64 characters
      Then her order is confirmed as PENDING
      And it bears the 64 characters of her client order id

    Example: An order placed without a client order id has none
      When Alice places an order without a client order id
      Then it bears no client order id

    Example: A client order id that is taken is refused
      Given Alice has placed an order with a client order id of 12 characters
      When Bob places an order with the client order id of Alice's order
      Then he is refused, because the client order id is taken by Alice's PENDING order

    Scenario Outline: It stays taken when its order is <status>
      Given Alice has an <status> order with a client order id of 12 characters
      When Bob places an order with the client order id of Alice's order
      Then he is refused, because the client order id is taken by Alice's <status> order

      Examples:
        | status    |
        | EXECUTED  |
        | CANCELLED |

    Example: Of two orders placed at once with one client order id, one is accepted
      When Alice places 2 orders at once with one client order id
      Then exactly one of them is accepted
      And the other is refused, because the client order id is taken by her PENDING order

  Rule: A PENDING order is executed between the shortest and the longest execution delay

    Example: An order left alone is executed
      Given Alice has a PENDING order
      When she waits for its execution
      Then her order is EXECUTED
      And it was executed no sooner than the shortest execution delay, and at most 0.5 s after the longest
