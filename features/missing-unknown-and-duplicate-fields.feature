Feature: Missing, unknown and duplicate fields
  A ticket has a symbol, a side and a quantity, optionally a client order id, and nothing else.

  Background:
    Given Alice has placed an order with a good ticket

  Rule: A ticket must have every required field

    Scenario Outline: A ticket without its <field> is refused
      When she submits a ticket without its <field>
      Then she is refused, because of its <field>
      And there is no order for her ticket

      @core
      Examples:
        | field    |
        | symbol   |
        | quantity |

      @tickets
      Examples:
        | field |
        | side  |

  @strictness
  Rule: An unknown field is refused, because it may be a misspelt one

    Scenario Outline: A ticket with the field <field> is refused
      When she submits a ticket whose <field> is <value>
      Then she is refused, because of its <field>
      And there is no order for her ticket

      Examples:
        | field         | value   |
        | price         |    1.08 |
        | clientorderid | "alice" |
        | __proto__     | {}      |

    Example: A ticket with an unknown parameter is refused
      When she submits a good ticket with the unknown parameter "colour"
      Then she is refused with INVALID_REQUEST, pointing at "/colour"
      And there is no order for her ticket

  @strictness
  Rule: A duplicate field is refused, because JSON parsers disagree on which value counts

    Scenario Outline: A ticket that gives its <field> twice, <which>, is refused
      When she submits a good ticket with <again> added
      Then she is refused, because of its <field>
      And there is no order for her ticket

      Examples:
        | field    | which                | again                |
        | side     | with another value   | "side": "SELL"       |
        | side     | with the same value  | "side": "BUY"        |
        | side     | with an escaped name | "\\u0073ide": "SELL" |
        | quantity | with another value   | "quantity": 5        |

  @problems @tickets
  Rule: A refusal lists every invalid field at once

    Example: Three invalid fields in one ticket
      When she submits the ticket {"symbol": "eurusd", "side": "HOLD", "quantity": 0}
      Then she is refused with INVALID_REQUEST, pointing at "/symbol", "/side" and "/quantity"
