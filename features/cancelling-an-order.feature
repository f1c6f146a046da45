Feature: Cancelling an order
  A trader may cancel an order as long as the market has not executed it.

  Rule: An order can be cancelled only while it is PENDING

    @core @in-time
    Example: A pending order is cancelled
      Given Alice has a PENDING order
      When she cancels it
      Then her order is CANCELLED

    @core @quiet
    Example: Twenty orders, each cancelled as soon as it is confirmed
      Given Bob is following the venue
      When Alice places 20 orders and cancels each as soon as it is confirmed
      Then each order whose cancellation was refused is EXECUTED
      And each order whose cancellation was accepted stays CANCELLED for 1 s longer than the longest execution delay
      And at least one cancellation was accepted

    @core @in-time-twice
    Example: A trader who looked it up before sees the cancellation
      Given Alice has a PENDING order
      And Bob has looked up her order
      When she cancels it
      And Bob looks up her order
      Then he sees her order as CANCELLED

    @core
    Scenario Outline: An order already <status> stays as it is
      Given Alice has an <status> order
      When she cancels it
      Then she is refused, because the order is already <status>
      And her order is <status>

      Examples:
        | status    |
        | EXECUTED  |
        | CANCELLED |

    @core
    Scenario Outline: The order "<orderId>", which was never placed, cannot be cancelled
      When Alice cancels the order "<orderId>"
      Then she is refused, because there is no such order

      Examples:
        | orderId               |
        | never-placed          |
        |            2147483647 |
        | Yb5pQ0wDk3VtR8sLmN2xA |
        | a/b                   |
        | 💥                     |

    @strictness @in-time
    Example: A cancellation with an unknown parameter cancels nothing
      Given Alice has a PENDING order
      When she cancels it with the unknown parameter "colour"
      Then she is refused with INVALID_REQUEST, pointing at "/colour"
      And her order is not CANCELLED

  Rule: A cancelled order shows when it was cancelled, and by whom

    @times @in-time @realtime @quiet
    Example: The time lies between request and answer
      Given Alice has a PENDING order
      When she cancels it
      Then it was cancelled while she waited for the answer, give or take 0.1 s
      And her order is CANCELLED by its trader

    @control
    Example: With held time, to the millisecond
      Given the venue will hold orders
      And Alice has a PENDING order
      And 500 ms pass
      When she cancels it
      Then it was cancelled 500 ms after it was placed

    @control
    Example: Cancelled together with all PENDING orders
      Given Alice has a PENDING order
      When she cancels all PENDING orders in every symbol
      Then her order is CANCELLED by its trader

  @core
  Rule: An order is cancelled at most once

    Example: Two cancellations at once
      Given Bob is following the venue
      When Alice cancels a new order twice at once
      Then exactly one cancellation succeeds
      And the other is refused, because the order is already CANCELLED
      And Bob receives exactly PENDING, CANCELLED for her order
