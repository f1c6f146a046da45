@choosing
Feature: Choosing what to hear
  A listener says which orders matter and hears of those and no others.

  Rule: A listener hears just what was asked for

    Scenario Outline: One symbol, and not <other>
      Given Bob is following only <symbol>
      And Alice has placed an order to SELL 2.5 <other>
      When Alice places an order to BUY 2.5 <symbol>
      Then Bob hears exactly PENDING, EXECUTED about her order
      And everything he heard is in <symbol>

      Examples:
        | symbol  | other    |
        | BTC/USD | EURUSD   |
        | BTC/USD | BTC/USDT |
        | BTC     | BTC/USD  |

    Example: Two listeners, each of whom wants another symbol
      Given Bob is following only EURUSD
      And Dave is following only BTC/USD
      When Alice places an order to BUY 2.5 EURUSD
      Then Bob hears exactly PENDING, EXECUTED about her order
      And Dave hears nothing about her order

    @in-time
    Example: One status
      Given Bob is following only what becomes CANCELLED
      When Alice's new order is CANCELLED
      Then Bob hears exactly CANCELLED about her order
      And everything he heard is CANCELLED

    @in-time
    Example: One order
      Given Alice has a PENDING order
      And Bob is following only her order
      When she cancels it
      Then Bob hears exactly CANCELLED about her order
      And everything he heard is about her order

    @in-time
    Example: Several orders
      Given Alice has placed 3 orders at the same moment in a symbol that nobody else trades
      And Bob is following only her orders
      When Carol's new order is CANCELLED
      Then Bob hears exactly EXECUTED about each of Alice's orders
      And everything he heard is about her orders

    @client-order-ids @in-time
    Example: One client order id
      Given Alice has a PENDING order with a client order id of 12 characters
      And Bob is following only her client order id
      When she cancels it
      Then Bob hears exactly CANCELLED about her order
      And everything he heard is about her order

    @client-order-ids @in-time-twice
    Example: One client order id, and not the same in capitals
      Given Alice has a PENDING order with a client order id of 64 characters
      And Bob is following only her client order id
      And Carol has placed an order with the client order id of Alice's order in capitals
      When Alice cancels it
      Then Bob hears exactly CANCELLED about her order
      And everything he heard is about her order

    @in-time
    Example: Choosing twice leaves what meets both
      Given Alice has a PENDING order
      And Bob is following only her order, and of that only what becomes EXECUTED
      When she cancels it
      Then Bob hears nothing about her order

  @in-time
  Rule: A listener who chose can still tell that nothing was missed

    Example: Each message names the one before it among those that were chosen
      Given Bob is following only what becomes CANCELLED
      When Alice places 5 orders and cancels each as soon as it is confirmed
      Then Bob hears exactly CANCELLED about each of her orders
      And each message he heard names the one before

  Rule: A wish that cannot be understood is refused, and never answered with everything

    Scenario Outline: Following with <parameter> <value> is refused
      When Alice wants to follow with <parameter> "<value>"
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
