@control
Feature: Failing
  A venue, or what stands before it, fails now and then. Whoever tells of the failure says what can be
  known of the request, and no more: a gateway that heard nothing cannot know whether it was recorded.

  Rule: A failure says what whoever tells of it can know

    Scenario Outline: <code>, <moment> the order is recorded
      Given the venue fails with <status> <moment> the next order is recorded
      When Alice sends her ticket under a key
      Then she is told of <code>, and that <known>
      And the log has <changes>
      When she sends the same again
      Then her order is confirmed as PENDING
      And there is one order of her ticket

      Examples:
        | code              | status | moment | known                            | changes   |
        | TOO_MANY_REQUESTS |    429 | before | nothing was recorded             | 0 changes |
        | VENUE_UNAVAILABLE |    503 | before | nothing was recorded             | 0 changes |
        | VENUE_UNAVAILABLE |    503 | after  | it may have been recorded or not |  1 change |
        | INTERNAL_ERROR    |    500 | before | it may have been recorded or not | 0 changes |
        | INTERNAL_ERROR    |    500 | after  | it may have been recorded or not |  1 change |
        | BAD_GATEWAY       |    502 | before | it may have been recorded or not | 0 changes |
        | BAD_GATEWAY       |    502 | after  | it may have been recorded or not |  1 change |
        | GATEWAY_TIMEOUT   |    504 | before | it may have been recorded or not | 0 changes |
        | GATEWAY_TIMEOUT   |    504 | after  | it may have been recorded or not |  1 change |
