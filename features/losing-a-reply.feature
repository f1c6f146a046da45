@control
Feature: Losing a reply
  An order whose placement got lost on the way and one whose confirmation did look the same to its
  trader. Here either can be had whenever it is wanted.

  Rule: What is lost after it was recorded is there, and its answer is kept under its key

    Scenario Outline: The connection <breaks>
      Given the connection <breaks> after the next order is recorded
      When Alice sends her ticket under a key
      Then she gets no answer
      And the log has 1 change
      When she sends the same again
      Then her order is confirmed as PENDING
      And there is one order of her ticket

      Examples:
        | breaks                           |
        | is closed                        |
        | is reset                         |
        | ends in the middle of the answer |

    Example: She asks again almost a day later
      Given the connection is closed after the next order is recorded
      When Alice sends her ticket under a key
      Then she gets no answer
      When 23 hours pass
      And she sends the same again
      Then her order is confirmed as PENDING
      And there is one order of her ticket
      And her order is EXECUTED

    Example: A cancellation
      Given Alice has a PENDING order
      And the connection is closed after the next cancellation is recorded
      When she sends its cancellation under a key
      Then she gets no answer
      And the log has 2 changes
      When she sends the same again
      Then she hears that it was cancelled, and not that she is too late

  Rule: What is lost before it was recorded has left nothing, and its key is free

    Scenario Outline: The connection <breaks>
      Given the connection <breaks> before the next order is recorded
      When Alice sends her ticket under a key
      Then she gets no answer
      And the log has 0 changes
      When she sends the same again
      Then her order is confirmed as PENDING
      And there is one order of her ticket

      Examples:
        | breaks    |
        | is closed |
        | is reset  |
