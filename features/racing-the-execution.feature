@core
Feature: Racing the execution
  Near the end of the execution delay, a trader cannot know whether a cancellation is in time. The
  answer says so, and agrees with everything else that the venue says about the order.

  @in-time
  Rule: A cancellation sent as soon as the placement is confirmed is always in time

    @quiet
    Example: Fifty immediate cancellations
      When Alice places 50 orders and cancels each as soon as it is confirmed
      Then all 50 cancellations are accepted

  Rule: When a cancellation races the execution, exactly one of them wins

    @quiet
    Example: 250 cancellations race 250 executions
      Given Bob is following the venue
      When Alice places 250 orders and cancels each when its execution is due
      Then each race has exactly one winner
      And every answer agrees with what Bob received
      And every answer agrees with the final status of its order
      And both sides win at least once
