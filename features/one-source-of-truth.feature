@past
Feature: One source of truth
  Answers and messages come from the same log. However a trader learns of a change, it is the same
  change, with the same position and time.

  Rule: Looking up an order shows the changes that listeners received

    Scenario Outline: An order that is <ending>
      Given Bob is following the venue
      When Alice's new order to SELL 123456789 EURUSD is <ending>
      Then Bob receives exactly PENDING, <ending> for her order
      And the history of her order shows the same changes, at the same positions and times
      And at each of these positions her order was as Bob received it

      Examples:
        | ending   |
        | EXECUTED |

      @in-time
      Examples:
        | ending    |
        | CANCELLED |

  Rule: Reading the log shows the changes that listeners received

    Example: A log read page by page
      Given Bob is following the venue
      When Alice places 10 orders at the same moment
      Then Bob receives exactly PENDING, EXECUTED for each of her orders
      And the log, read 10 changes a page, shows all that Bob received, at the same positions and times
