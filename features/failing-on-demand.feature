@control
Feature: Failing on demand
  A venue, or a gateway in front of it, sometimes fails. An error claims no more than its
  sender knows: a gateway that gets no answer does not know whether the request was recorded.

  Rule: An error says whether the request was recorded, as far as its sender can know

    Scenario Outline: <code>, <moment> the order is recorded
      Given the venue fails with <status> <moment> the next order is recorded
      When Alice submits her ticket with a key
      Then she is refused with <code>, which says that <known>
      And the log has <changes>
      When she repeats the request
      Then her order is confirmed as PENDING
      And there is one order for her ticket

      Examples:
        | code              | status | moment | known                                | changes   |
        | TOO_MANY_REQUESTS |    429 | before | nothing was recorded                 | 0 changes |
        | VENUE_UNAVAILABLE |    503 | before | nothing was recorded                 | 0 changes |
        | VENUE_UNAVAILABLE |    503 | after  | it may or may not have been recorded |  1 change |
        | INTERNAL_ERROR    |    500 | before | it may or may not have been recorded | 0 changes |
        | INTERNAL_ERROR    |    500 | after  | it may or may not have been recorded |  1 change |
        | BAD_GATEWAY       |    502 | before | it may or may not have been recorded | 0 changes |
        | BAD_GATEWAY       |    502 | after  | it may or may not have been recorded |  1 change |
        | GATEWAY_TIMEOUT   |    504 | before | it may or may not have been recorded | 0 changes |
        | GATEWAY_TIMEOUT   |    504 | after  | it may or may not have been recorded |  1 change |
