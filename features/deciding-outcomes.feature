@control
Feature: Deciding outcomes
  Chance decides how an order ends, unless a rule of the venue decides. A rule selects orders, and
  says whether they are executed, rejected or held.

  Rule: An order that matches a rule ends as the rule says

    Example: Rejected
      Given Bob is following the venue
      And the venue will reject orders in EURUSD after 100 ms for no liquidity
      And Alice has placed an order to BUY 1000 EURUSD
      When 100 ms pass
      Then her order is CANCELLED by the venue for no liquidity
      And Bob receives exactly PENDING, CANCELLED for her order
      And the last message Bob received about it repeats what she sees when looking it up

    Example: Executed sooner than by chance
      Given the venue will execute orders in EURUSD after 1 ms
      And Alice has placed an order to BUY 1000 EURUSD
      When 1 ms passes
      Then her order is EXECUTED

    Example: Held
      Given the venue will hold orders in EURUSD
      And Alice has placed an order to BUY 1000 EURUSD
      When a day passes
      Then her order is PENDING

  Rule: A trader can cancel an order while a rule keeps it PENDING

    Example: An order that is held
      Given the venue will hold orders
      And Alice has a PENDING order
      When she cancels it
      Then her order is CANCELLED by its trader

  Rule: A rule applies to the orders that match all of its conditions, and to no others

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

    Example: Orders whose client order id has a given prefix
      Given the venue will reject orders named "test-*"
      And Alice has placed an order named "test-1"
      And Bob has placed an order named "best-1"
      When a day passes
      Then Alice's order is CANCELLED
      And Bob's order is EXECUTED

  Rule: A rule can be limited to some of the orders that it matches

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

    Example: A quarter of the orders, by chance
      Given the venue will reject 25 % of orders
      And Alice has placed 100 orders at the same moment in a symbol that nobody else trades
      When a day passes
      Then 25 of her 100 orders are CANCELLED, give or take 22

    Example: Only until it expires
      Given for the next 1 s the venue will reject orders
      When 1 s passes
      And Alice has placed an order to BUY 1000 EURUSD
      And a day passes
      Then her order is EXECUTED

  Rule: The first rule that matches decides

    Example: Two rules for the same orders
      Given the venue will execute orders in EURUSD after 1 s
      And the venue will reject orders in EURUSD
      And Alice has placed an order to BUY 1000 EURUSD
      When a day passes
      Then her order is EXECUTED

    Example: An exhausted rule gives way to the next
      Given the venue will execute the next order after 1 s
      And the venue will reject orders
      And Alice has placed 3 orders, one after the other
      When a day passes
      Then her orders are EXECUTED, CANCELLED, CANCELLED
