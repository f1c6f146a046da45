@past
Feature: One truth
  What is answered and what is heard is made from the same log. Whichever way a trader learns of a
  change, it is the same change, at the same position and the same time.

  Rule: What can be asked about an order is what was heard about it

    Scenario Outline: An order that is <ending>
      Given Bob is following the venue
      When Alice's new order to SELL 123456789 EURUSD is <ending>
      Then Bob hears exactly PENDING, <ending> about her order
      And the history of her order tells the same, at the same positions and times
      And as of each of these positions her order was what Bob had heard

      Examples:
        | ending   |
        | EXECUTED |

      @in-time
      Examples:
        | ending    |
        | CANCELLED |

  Rule: What can be read in the log is what was heard

    Example: A log that is read page by page
      Given Bob is following the venue
      When Alice places 10 orders at the same moment
      Then Bob hears exactly PENDING, EXECUTED about each of her orders
      And the log, read 10 changes a page, tells all that Bob heard, at the same positions and times
