@choosing
Feature: Filtering the stream
  A listener can filter the stream, and then receives only the changes that match.

  Rule: A listener receives the changes that match its filter, and no others

    Scenario Outline: One symbol, and not <other>
      Given Bob is following only <symbol>
      And Alice has placed an order to SELL 2.5 <other>
      When Alice places an order to BUY 2.5 <symbol>
      Then Bob receives exactly PENDING, EXECUTED for her order
      And everything he received is in <symbol>

      Examples:
        | symbol  | other    |
        | BTC/USD | EURUSD   |
        | BTC/USD | BTC/USDT |
        | BTC     | BTC/USD  |

    Example: Two listeners with different symbols
      Given Bob is following only EURUSD
      And Dave is following only BTC/USD
      When Alice places an order to BUY 2.5 EURUSD
      Then Bob receives exactly PENDING, EXECUTED for her order
      And Dave receives nothing about her order

    @in-time
    Example: One status
      Given Bob is following only changes to CANCELLED
      When Alice's new order is CANCELLED
      Then Bob receives exactly CANCELLED for her order
      And everything he received is CANCELLED

    @in-time
    Example: One order
      Given Alice has a PENDING order
      And Bob is following only her order
      When she cancels it
      Then Bob receives exactly CANCELLED for her order
      And everything he received is about her order

    @in-time
    Example: Several orders
      Given Alice has placed 3 orders at the same moment in a symbol that nobody else trades
      And Bob is following only her orders
      When Carol's new order is CANCELLED
      Then Bob receives exactly EXECUTED for each of Alice's orders
      And everything he received is about her orders

    @client-order-ids @in-time
    Example: One client order id
      Given Alice has a PENDING order with a client order id of 12 characters
      And Bob is following only her client order id
      When she cancels it
      Then Bob receives exactly CANCELLED for her order
      And everything he received is about her order

    @client-order-ids @in-time-twice
    Example: One client order id, in upper and lower case
      Given Alice has a PENDING order with a client order id of 64 characters
      And Bob is following only her client order id
      And Carol has placed an order with the client order id of Alice's order in capitals
      When Alice cancels it
      Then Bob receives exactly CANCELLED for her order
      And everything he received is about her order

    @in-time
    Example: Two filters select what matches both
      Given Alice has a PENDING order
      And Bob is following only her order, and only its change to EXECUTED
      When she cancels it
      Then Bob receives nothing about her order

  @in-time
  Rule: A listener with a filter can verify that no message is missing

    Example: Each message names the one before it that matched the filter
      Given Bob is following only changes to CANCELLED
      When Alice places 5 orders and cancels each as soon as it is confirmed
      Then Bob receives exactly CANCELLED for each of her orders
      And each message he received names the one before

  Rule: An invalid filter is refused, never ignored

    Scenario Outline: Following with <parameter> <value> is refused
      When Alice asks to follow with <parameter> "<value>"
      Then she is refused with INVALID_REQUEST, pointing at "/<parameter>"

      Examples:
        | parameter     | value    |
        | orderId       |          |
        | symbol        | eurusd   |
        | orderStatus   | EXPIRED  |
        | clientOrderId | two word |
        | from          |       -1 |
        | from          |      1.5 |
        | heartbeatMs   |       99 |
        | heartbeatMs   |   600001 |
        | colour        | red      |
