Feature: Misshapen tickets
  A ticket has a symbol, a side and a quantity, perhaps a client order id, and nothing else.

  Rule: Every required field must be there

    Scenario Outline: A ticket without its <field> is refused
      When Alice submits a ticket without its <field>
      Then she is refused, because of its <field>
      And no order came of it

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
  Rule: No field may be there that a ticket does not have, since it may be a misspelt one

    Scenario Outline: A ticket that also has a <field> is refused
      When Alice submits a ticket whose <field> is <value>
      Then she is refused, because of its <field>
      And no order came of it

      Examples:
        | field         | value   |
        | price         |    1.08 |
        | clientorderid | "alice" |
        | __proto__     | {}      |

    Example: A ticket handed in with an unknown parameter is refused
      When Alice submits a good ticket with the unknown parameter "colour"
      Then she is refused with INVALID_REQUEST, pointing at "/colour"
      And no order came of it

  @strictness
  Rule: No field may be given twice, because JSON readers disagree on which value counts

    Scenario Outline: A ticket that gives its <field> twice is refused, <which>
      When Alice submits a good ticket with <again> added
      Then she is refused, because of its <field>
      And no order came of it

      Examples:
        | field    | which                           | again                |
        | side     | the second time another         | "side": "SELL"       |
        | side     | the second time the same        | "side": "BUY"        |
        | side     | the second time spelt otherwise | "\\u0073ide": "SELL" |
        | quantity | the second time another         | "quantity": 5        |

  @problems @tickets
  Rule: All faults are told at once

    Example: Three faults in one ticket
      When Alice submits the ticket {"symbol": "eurusd", "side": "HOLD", "quantity": 0}
      Then she is refused with INVALID_REQUEST, pointing at "/symbol", "/side" and "/quantity"
