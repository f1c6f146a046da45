Feature: Looking up and listing orders
  Every order can always be read, alone or in a listing that starts with the newest.

  Rule: Any order can be looked up

    @core
    Scenario Outline: An order that is <status>
      Given Alice has a <status> order
      When she looks it up
      Then she sees it as <status>

      Examples:
        | status    |
        | EXECUTED  |
        | CANCELLED |

      @in-time
      Examples:
        | status  |
        | PENDING |

    @versions
    Scenario Outline: The number of changes of an order that is <status>
      Given Alice has a <status> order
      When she looks it up
      Then she sees it as <status>, after <changes> changes

      Examples:
        | status   | changes |
        | EXECUTED |       2 |

      @in-time
      Examples:
        | status    | changes |
        | PENDING   |       1 |
        | CANCELLED |       2 |

    @core
    Scenario Outline: An order that is <status> still matches its ticket
      Given Bob has placed an order to BUY 1000 EURUSD
      When Alice's new order to SELL 250 USDJPY is <status>
      Then anyone who looks it up sees an order to SELL 250 USDJPY

      Examples:
        | status    |
        | EXECUTED  |
        | CANCELLED |

    @core
    Example: Ten different orders at the same moment
      Given Alice has submitted 10 different tickets at the same moment
      When she looks up all of her orders at the same moment
      Then she sees that each order matches its own ticket

    @core
    Example: A trader who received the execution finds the order EXECUTED
      Given Bob is following the venue
      And Alice has a PENDING order
      And Bob has looked up her order
      When he learns from the stream that it was EXECUTED
      And he looks up her order
      Then he sees her order as EXECUTED

    @control
    Example: A day later
      Given Alice has an EXECUTED order
      When a day passes
      And she looks it up
      Then she sees it as EXECUTED

    @core
    Example: An order that was never placed cannot be looked up
      When Alice looks up the order "never-placed"
      Then she is refused, because there is no such order

    @strictness
    Example: A lookup with an unknown parameter is refused
      Given Alice has a PENDING order
      When she looks it up with the unknown parameter "colour"
      Then she is refused with INVALID_REQUEST, pointing at "/colour"

  @core
  Rule: The listing shows the current status of every order

    @in-time
    Example: One order in each status
      Given Alice has one order in each status
      When she lists the latest orders
      Then she sees each of her orders once: EXECUTED, CANCELLED, PENDING

    Example: A trader who received the execution finds the order EXECUTED
      Given Bob is following the venue
      And Alice has a PENDING order
      And Bob has listed the latest orders
      When he learns from the stream that it was EXECUTED
      And he lists the latest orders
      Then he sees her order once, as EXECUTED

    @in-time-twice
    Example: A trader who listed the orders before sees the cancellation
      Given Alice has a PENDING order
      And Bob has listed the latest orders
      When she cancels it
      And Bob lists the latest orders
      Then he sees her order once, as CANCELLED

  @core
  Rule: An order is listed as soon as it is confirmed

    Example: Five orders, and five listings
      When Alice places 5 orders, and Bob lists the latest orders after each
      Then each time he sees all of her orders so far

  @listing
  Rule: The listing starts with the newest order

    Example: Three orders, the newest first
      Given Alice has placed 3 orders, one after the other
      When she lists the latest orders
      Then she sees her 3 orders, the newest first

    Example: Later changes do not affect the sequence
      Given Alice has placed 6 orders, one after the other
      And she has waited until her orders were EXECUTED
      When she lists the latest orders
      Then she sees her 6 orders, the newest first

  @paging
  Rule: Paging shows every order exactly once

    Example: Orders placed in the meantime do not shift the pages
      Given Alice has placed 5 orders, one after the other, in a symbol that nobody else trades
      When she pages through the orders in that symbol, 2 orders a page, while Bob places more orders in it
      Then she saw pages of 2, 2 and 1 orders
      And she saw each of her 5 orders once, the newest first

    Example: A full last page is not followed by an empty one
      Given Alice has placed 4 orders, one after the other, in a symbol that nobody else trades
      When she pages through the orders in that symbol, 2 orders a page
      Then she saw pages of 2 and 2 orders

    Example: The filter applies to every page
      Given Bob has placed an order to BUY 1000 EURUSD
      And Alice has placed 3 orders, one after the other, in a symbol that nobody else trades
      When she pages through the orders in that symbol, 2 orders a page
      Then she saw pages of 2 and 1 orders
      And she saw each of her 3 orders once, the newest first

    @past @in-time-twice
    Example: Orders that stop matching in the meantime stay on the pages
      Given Alice has placed 3 orders at the same moment in a symbol that nobody else trades
      When she pages through the PENDING orders in that symbol, 2 orders a page, while they are executed
      Then she saw pages of 2 and 1 orders
      And every order listed is PENDING

  @paging
  Rule: A page has at most 100 orders, unless the trader asks for another number

    Example: 101 orders do not fit on one page
      Given Alice has placed 101 orders at the same moment in a symbol that nobody else trades
      When she pages through the orders in that symbol
      Then she saw pages of 100 and 1 orders

    Example: 101 orders fit on a page of 1000
      Given Alice has placed 101 orders at the same moment in a symbol that nobody else trades
      When she pages through the orders in that symbol, 1000 orders a page
      Then she saw one page of 101 orders
