Feature: Refused tickets
  The venue refuses a ticket that breaks a rule, and places no order. If the refusal gives its
  reason, it names the invalid field in a form that programs can read.

  Rule: Every field of a ticket must be valid

    Scenario Outline: A ticket whose <field> is <fault> is refused
      Given Alice has placed an order with a good ticket
      When she submits a ticket whose <field> is <value>
      Then she is refused, because of its <field>
      And there is no order for her ticket

      @core
      Examples: A symbol names an instrument
        | field  | fault    | value |
        | symbol | empty    | ""    |
        | symbol | a number |  1000 |
        | symbol | null     | null  |

      @core
      Examples: A quantity is a number above 0
        | field    | fault           | value    |
        | quantity | zero            |        0 |
        | quantity | negative        |    -1000 |
        | quantity | a word          | "plenty" |
        | quantity | an empty string | ""       |
        | quantity | null            | null     |
        | quantity | a list          | [1000]   |

      @tickets
      Examples: A symbol is one instrument in capital letters
        | field  | fault                | value                       |
        | symbol | lower case           | "eurusd"                    |
        | symbol | two words            | "EUR USD"                   |
        | symbol | surrounded by spaces | " EURUSD "                  |
        | symbol | half a pair          | "BTC/"                      |
        | symbol | three parts          | "BTC/USD/EUR"               |
        | symbol | digits alone         | "123456"                    |
        | symbol | two numbers          | "123/456"                   |
        | symbol | too long             | "ABCDEFGHIJKLM"             |
        | symbol | a long pair          | "ABCDEFGHIJKL/MNOPQRSTUVWX" |

      @tickets
      Examples: A side is BUY or SELL
        | field | fault      | value   |
        | side  | unknown    | "HOLD"  |
        | side  | lower case | "buy"   |
        | side  | empty      | ""      |
        | side  | a boolean  | true    |
        | side  | a list     | ["BUY"] |

      @tickets
      Examples: A quantity is a positive JSON number of at most 1000000000000
        | field    | fault         | value         |
        | quantity | negative zero |            -0 |
        | quantity | too large     | 1000000000001 |
        | quantity | out of range  |         1e400 |
        | quantity | a string      | "1000"        |
        | quantity | a boolean     | true          |

      @strictness
      Examples: A quantity that the venue cannot store exactly is refused, not rounded
        | field    | fault                      | value                |
        | quantity | just above another         | 0.100000000000000001 |
        | quantity | just below the largest one | 999999999999.9999999 |
        | quantity | just above the largest one |  1000000000000.00001 |

      @client-order-ids
      Examples: A client order id is 1 to 64 letters, digits and . _ : -
        | field         | fault     | value                                                               |
        | clientOrderId | empty     | ""                                                                  |
        | clientOrderId | two words | "alice 1"                                                           |
        | clientOrderId | a number  |                                                                   1 |
        | clientOrderId | null      | null                                                                |
        | clientOrderId | too long  | "a-client-order-id-of-65-characters-which-is-one-more-than-allowed" |
