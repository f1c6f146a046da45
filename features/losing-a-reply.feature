@control
Feature: Losing a reply
  If no answer comes, a trader cannot know whether the request or the answer was lost. A test can
  cause both cases.

  Rule: A request whose answer is lost takes effect, and gets that answer when repeated with its key

    Scenario Outline: The connection <breaks>
      Given the connection <breaks> after the next order is recorded
      When Alice submits her ticket with a key
      Then she gets no answer
      And the log has 1 change
      When she repeats the request
      Then her order is confirmed as PENDING
      And there is one order for her ticket

      Examples:
        | breaks                           |
        | is closed                        |
        | is reset                         |
        | ends in the middle of the answer |

    Example: She repeats the request almost a day later
      Given the connection is closed after the next order is recorded
      When Alice submits her ticket with a key
      Then she gets no answer
      When 23 hours pass
      And she repeats the request
      Then her order is confirmed as PENDING
      And there is one order for her ticket
      And her order is EXECUTED

    Example: A cancellation
      Given Alice has a PENDING order
      And the connection is closed after the next cancellation is recorded
      When she cancels it with a key
      Then she gets no answer
      And the log has 2 changes
      When she repeats the request
      Then her cancellation is confirmed, not refused as too late

  Rule: A request that is lost before it is recorded has no effect, and its key can be used again

    Scenario Outline: The connection <breaks>
      Given the connection <breaks> before the next order is recorded
      When Alice submits her ticket with a key
      Then she gets no answer
      And the log has 0 changes
      When she repeats the request
      Then her order is confirmed as PENDING
      And there is one order for her ticket

      Examples:
        | breaks    |
        | is closed |
        | is reset  |
