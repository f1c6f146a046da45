@client-order-ids
Feature: Client order ids
  A trader can give an order its own id, to find it again and to avoid placing it twice.

  Rule: A client order id names exactly one order

    Example: An order has the client order id of its ticket
      When Alice places an order with a client order id of 64 characters
      Then her order is confirmed as PENDING
      And it has all 64 characters of her client order id

    Example: It may contain . _ : and -
      When Alice places an order with a client order id of 40 characters, including . _ : and -
      Then her order is confirmed as PENDING
      And it has all 40 characters of her client order id

    Example: An order placed without a client order id has none
      When Alice places an order without a client order id
      Then it has no client order id

    Scenario Outline: Every change from PENDING to <status> shows it
      Given Bob is following the venue
      When Alice's new order with a client order id of 12 characters is <status>
      Then Bob receives exactly PENDING, <status> for her order
      And every message he received about it has her client order id

      Examples:
        | status   |
        | EXECUTED |

      @in-time
      Examples:
        | status    |
        | CANCELLED |

    @in-time-twice
    Example: A client order id that is taken is refused
      Given Alice has placed an order with a client order id of 12 characters
      And Carol has placed an order to BUY 1000 EURUSD
      When Bob places an order with the client order id of Alice's order
      Then he is refused, because the client order id is taken by Alice's PENDING order

    Example: Upper and lower case make different ids
      Given Alice has placed an order with a client order id of 64 characters
      When Bob places an order with the client order id of Alice's order in capitals
      Then his order is confirmed as PENDING

    Scenario Outline: It stays taken when its order is <status>
      Given Alice has an <status> order with a client order id of 12 characters
      When Bob places an order with the client order id of Alice's order
      Then he is refused, because the client order id is taken by Alice's <status> order

      Examples:
        | status   |
        | EXECUTED |

      @in-time
      Examples:
        | status    |
        | CANCELLED |

    @in-time
    Example: Of two orders placed at once with one client order id, one is accepted
      When Alice places 2 orders at once with one client order id
      Then exactly one of them is accepted
      And the other is refused, because the client order id is taken by her PENDING order
