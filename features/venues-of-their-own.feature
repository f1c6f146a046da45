@control
Feature: Venues of their own
  Whoever tests a trading client opens a venue for each test. Nobody else trades there, it follows from
  its seed alone, and nothing is left of it when it is closed.

  Rule: What happens in one venue happens in no other

    Example: An order
      Given Alice and Bob trade in venues of their own
      And Bob is following the venue
      When Alice's new order is CANCELLED
      Then Bob hears nothing about her order in his venue
      And he cannot find her order

    Example: A client order id
      Given Alice and Bob trade in venues of their own
      And Alice has placed an order with a client order id of 12 characters
      When Bob places an order with the client order id of Alice's order
      Then his order is confirmed as PENDING

    Example: A day
      Given Alice and Bob trade in venues of their own
      And each of them has a PENDING order
      When a day passes in Alice's venue
      Then her order is EXECUTED
      And Bob's order is PENDING

  Rule: The same seed brings the same course of things

    Example: Twenty orders in each of two venues
      Given Alice and Bob trade in venues of their own with the same seed
      When each of them places 20 orders, one after the other, and a day passes
      Then their orders were PENDING for the same times, order by order

  Rule: A position in one log means nothing in another

    Example: Two venues with the same seed, in which the same happened
      Given Alice and Bob trade in venues of their own with the same seed
      And Bob is following the venue
      And each of them has a PENDING order
      When he wants to go on in the log of Alice's venue
      Then he is refused with LOG_CHANGED

  Rule: A venue can be begun anew

    Example: Nothing is left of what was
      Given Alice has a PENDING order
      When the venue is begun anew
      Then she cannot find her order
      And the log has 0 changes

    Example: Whoever followed it cannot go on in a log that is no more
      Given Bob is following the venue
      And Alice has a CANCELLED order
      When the venue is begun anew
      Then Bob's connection is broken
      When he wants to go on where he was
      Then he is refused with LOG_CHANGED

  Rule: Whoever is in no venue is told so

    Example: A venue that was closed
      Given Alice and Bob trade in venues of their own
      And Bob is following the venue
      When his venue is closed
      Then his connection is broken
      And whatever he asks, he is refused with VENUE_NOT_FOUND

  Rule: Where nothing else can name the venue, its address does

    Scenario Outline: Bob, who listens <way>, has no other means
      Given Bob is following the venue <way>, named in the address
      When Alice's new order is CANCELLED
      Then Bob hears exactly PENDING, CANCELLED about her order

      Examples:
        | way                |
        | over a WebSocket   |
        | as an event source |

    Example: Bob places an order
      Given Alice is following the venue
      When Bob places an order in the venue, named in the address
      Then his order is confirmed as PENDING
      And Alice hears exactly PENDING about his order
