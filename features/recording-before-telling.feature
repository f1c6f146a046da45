@control
Feature: Recording before telling
  A venue tells nobody of a change before the change is recorded for good. If recording fails, the
  venue says whether the change may be recorded nevertheless, and restarts from its log.

  Rule: Nobody learns of a change before it is recorded

    Example: A placement that takes long to record
      Given it takes 500 ms to record the next order
      And Bob is following the venue
      And Alice has submitted a ticket with a key
      When 499 ms pass
      Then she has no answer yet
      And Bob has received nothing
      When 1 ms passes
      Then her order is confirmed as PENDING
      And Bob receives exactly PENDING for her order

    Example: A lookup of an order whose cancellation takes long to record
      Given Alice has a PENDING order
      And it takes 500 ms to record the next cancellation
      When she asks to cancel it
      And Bob looks her order up meanwhile
      And 499 ms pass
      Then 2 requests still wait
      When 1 ms passes
      Then he learns that her order is CANCELLED

  Rule: A request that the venue failed to record is answered as unknown, and can be repeated

    Scenario Outline: The log <has> the order
      Given the venue fails <moment> it has recorded the next order
      When Alice submits her ticket with a key
      Then she is refused with VENUE_UNAVAILABLE, which says that it may or may not have been recorded
      And the log has <changes>
      When she repeats the request
      Then her order is confirmed as PENDING
      And there is one order for her ticket

      Examples:
        | has           | moment | changes   |
        | has           | after  |  1 change |
        | does not have | before | 0 changes |

    Example: A cancellation that is in the log is not refused as too late
      Given Alice has a PENDING order
      And the venue fails after it has recorded the next cancellation
      When she cancels it with a key
      Then she is refused with VENUE_UNAVAILABLE, which says that it may or may not have been recorded
      When she repeats the request
      Then her cancellation is confirmed, not refused as too late

  Rule: A venue that crashes while it records an order has all of it or nothing

    Scenario Outline: The crash comes <moment> the order is recorded
      Given the venue crashes <moment> it has recorded the next order
      When Alice submits her ticket with a key
      Then she gets no answer
      And the log has <changes>
      When she repeats the request
      Then her order is confirmed as PENDING
      And there is one order for her ticket

      Examples:
        | moment | changes   |
        | after  |  1 change |
        | before | 0 changes |

  Rule: A failure to record asks listeners to reconnect, and they miss nothing

    Scenario Outline: Bob follows <way>
      Given Bob is following the venue <way>
      And Alice has a PENDING order
      And the venue fails after it has recorded the next cancellation
      When she cancels it with a key
      Then she is refused with VENUE_UNAVAILABLE, which says that it may or may not have been recorded
      And Bob's connection is broken
      When Bob reconnects
      Then he receives exactly PENDING, CANCELLED for her order
      And he has received every change once, in order

      Examples:
        | way                     |
        | over a WebSocket        |
        | over Server-Sent Events |
