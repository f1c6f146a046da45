@core
Feature: Racing the execution
  Near the end of the execution delay a trader cannot know whether a cancellation comes in time. The
  answer tells, and it agrees with all else that is told of the order.

  @in-time
  Rule: A cancellation sent as soon as the placement is confirmed is always in time

    @quiet
    Example: Fifty changes of mind
      When Alice places 50 orders and cancels each as soon as it is confirmed
      Then all 50 orders are CANCELLED

  Rule: When a cancellation races the execution, exactly one of them wins

    @quiet
    Example: 250 cancellations race 250 executions
      Given Bob is following the venue
      When Alice places 250 orders and cancels each about when it is due
      Then each order has exactly one winner, and both sides won at least once
      And every answer agrees with what Bob heard
      And every answer agrees with the order as it stands afterwards
