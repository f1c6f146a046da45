@control
Feature: Deciding outcomes
  What becomes of an order is left to chance, unless it was decided beforehand: a rule says which
  orders it is about, and whether they are executed, rejected or held.

  Rule: An order comes to the end that was decided

    Example: Rejected
      Given Bob is following the venue
      And the venue will reject orders in EURUSD after 100 ms for no liquidity
      And Alice has placed an order to BUY 1000 EURUSD
      When 100 ms pass
      Then her order is CANCELLED by the venue for no liquidity
      And Bob hears exactly PENDING, CANCELLED about her order
      And the last message Bob heard about it repeats what she sees when looking it up

    Example: Executed sooner than ever
      Given the venue will execute orders in EURUSD after 1 ms
      And Alice has placed an order to BUY 1000 EURUSD
      When 1 ms passes
      Then her order is EXECUTED

    Example: Held
      Given the venue will hold orders in EURUSD
      And Alice has placed an order to BUY 1000 EURUSD
      When a day passes
      Then her order is PENDING

  Rule: A trader may still cancel what is PENDING

    Example: An order that is held
      Given the venue will hold orders
      And Alice has a PENDING order
      When she cancels it
      Then her order is CANCELLED by its trader

  Rule: A rule is about the orders that fit all that it says, and about no others

    Scenario Outline: <orders>
      Given the venue will reject <orders>
      And Alice has placed an order to <fit>
      And Bob has placed an order to <unfit>
      When a day passes
      Then Alice's order is CANCELLED
      And Bob's order is EXECUTED

      Examples:
        | orders                   | fit              | unfit             |
        | orders in EURUSD         | BUY 1000 EURUSD  | BUY 1000 BTC/USD  |
        | orders to SELL           | SELL 1000 EURUSD | BUY 1000 EURUSD   |
        | orders of 10 to 20       | BUY 20 EURUSD    | BUY 20.5 EURUSD   |
        | orders to BUY in BTC/USD | BUY 1000 BTC/USD | SELL 1000 BTC/USD |

    Example: Orders whose client order id has a certain beginning
      Given the venue will reject orders named "test-*"
      And Alice has placed an order named "test-1"
      And Bob has placed an order named "best-1"
      When a day passes
      Then Alice's order is CANCELLED
      And Bob's order is EXECUTED

  Rule: A rule may be about some of them

    Scenario Outline: <orders>
      Given the venue will reject <orders>
      And Alice has placed 4 orders, one after the other
      When a day passes
      Then her orders are <ends>

      Examples:
        | orders            | ends                                       |
        | the 3rd order     | EXECUTED, EXECUTED, CANCELLED, EXECUTED    |
        | the next 2 orders | CANCELLED, CANCELLED, EXECUTED, EXECUTED   |
        |     0 % of orders | EXECUTED, EXECUTED, EXECUTED, EXECUTED     |
        |   100 % of orders | CANCELLED, CANCELLED, CANCELLED, CANCELLED |

    Example: A quarter of them, by chance
      Given the venue will reject 25 % of orders
      And Alice has placed 100 orders at the same moment in a symbol that nobody else trades
      When a day passes
      Then of her 100 orders 25 are CANCELLED, give or take 22

    Example: For a while
      Given for the next 1 s the venue will reject orders
      When 1 s passes
      And Alice has placed an order to BUY 1000 EURUSD
      And a day passes
      Then her order is EXECUTED

  Rule: The first rule that applies decides

    Example: Two rules about the same orders
      Given the venue will execute orders in EURUSD after 1 s
      And the venue will reject orders in EURUSD
      And Alice has placed an order to BUY 1000 EURUSD
      When a day passes
      Then her order is EXECUTED

    Example: A rule that has run out makes way for the next
      Given the venue will execute the next order after 1 s
      And the venue will reject orders
      And Alice has placed 3 orders, one after the other
      When a day passes
      Then her orders are EXECUTED, CANCELLED, CANCELLED
