@listing
Feature: Filtering a listing
  A trader filters a listing, and sees the orders that match and no others.

  Rule: A listing shows the orders that match its filter, and no others

    Scenario Outline: Only <status> orders are listed
      Given Alice has one order in each status
      When she lists the <status> orders
      Then every order listed is <status>
      And of her own orders she sees only the <status> one

      @in-time
      Examples:
        | status    |
        | PENDING   |
        | EXECUTED  |
        | CANCELLED |

    Scenario Outline: Only the orders in one symbol are listed, and not those in <other>
      Given Alice has placed orders in <symbol>, <other> and <symbol>
      When she lists the orders in <symbol>
      Then every order listed is in <symbol>
      And of her own orders she sees only the first and the third

      Examples:
        | symbol  | other    |
        | EURUSD  | BTC/USD  |
        | BTC/USD | BTC/USDT |
        | BTC     | BTC/USD  |

      @tickets
      Examples:
        | symbol    | other    |
        | 1INCHUSDT | INCHUSDT |

    @in-time-twice
    Example: Only the PENDING orders in one symbol are listed
      Given Alice has one order in each status in a symbol that nobody else trades
      And Bob has placed an order to BUY 1000 EURUSD
      When she lists the PENDING orders in that symbol
      Then she sees her last order and no other

    @client-order-ids
    Example: An order is found by its client order id
      Given Alice has placed an order with a client order id of 12 characters
      When Bob lists the orders with her client order id
      Then he sees her order and no other

    @client-order-ids
    Example: A client order id of an order in another symbol finds nothing
      Given Alice has placed an order with a client order id of 12 characters
      When Bob lists the orders in BTC/USD with her client order id
      Then he sees no order

    @client-order-ids @in-time
    Example: Two filters select what matches both
      Given Alice has one order in each status
      When she lists the CANCELLED orders with the client order id of her EXECUTED order
      Then she sees no order

  Rule: An invalid filter is refused, never ignored

    Scenario Outline: Listing with <parameter> <value> is refused
      When Alice lists the orders with <parameter> "<value>"
      Then she is refused with INVALID_REQUEST, pointing at "/<parameter>"

      Examples:
        | parameter     | value   |
        | orderStatus   | OPEN    |
        | orderStatus   | pending |
        | symbol        | eurusd  |
        | clientOrderId | alice 1 |
        | limit         |       0 |
        | limit         |    1001 |
        | limit         |     2.5 |
        | limit         | many    |
        | limit         |         |
        | cursor        | page-42 |
        | colour        | blue    |
