Feature: Unreadable tickets
  The venue refuses a request that it cannot read as a ticket, and places no order.

  Rule: A request that is not a ticket is refused

    Background:
      Given Alice has placed an order with a good ticket

    @core
    Scenario Outline: <what> is refused
      When she submits the ticket <text>
      Then she is refused, because it is not a ticket

      Examples:
        | what            | text                 |
        | Half a ticket   | {"symbol": "EURUSD", |
        | A word          | EURUSD               |
        | A string        | "EURUSD"             |
        | A number        |                 1000 |
        | Null            | null                 |
        | An empty ticket | {}                   |

    @core
    Scenario Outline: <what> is refused, although it contains a good ticket
      When she submits <text>, where TICKET is a good ticket
      Then she is refused, because it is not a ticket
      And there is no order for her ticket

      Examples:
        | what                        | text               |
        | A ticket with trailing text | TICKET {}          |
        | A ticket with a comment     | TICKET // thanks   |
        | An unclosed envelope        | {"ticket": TICKET  |
        | An envelope                 | {"ticket": TICKET} |
        | A list of one ticket        | [TICKET]           |

    @core
    Example: An empty request is refused
      When she submits an empty request
      Then she is refused, because it is not a ticket

  @problems
  Rule: The refusal says whether the request was JSON

    Background:
      Given Alice has placed an order with a good ticket

    Scenario Outline: <what> is refused with <code>
      When she submits the ticket <text>
      Then she is refused with <code>

      Examples:
        | what            | text                 | code            |
        | Half a ticket   | {"symbol": "EURUSD", | MALFORMED_JSON  |
        | A string        | "EURUSD"             | INVALID_REQUEST |
        | An empty ticket | {}                   | INVALID_REQUEST |

    Scenario Outline: <what> is refused with <code>, although it contains a good ticket
      When she submits <text>, where TICKET is a good ticket
      Then she is refused with <code>
      And there is no order for her ticket

      Examples:
        | what                        | text             | code            |
        | A ticket with trailing text | TICKET {}        | MALFORMED_JSON  |
        | A ticket with a comment     | TICKET // thanks | MALFORMED_JSON  |
        | A list of one ticket        | [TICKET]         | INVALID_REQUEST |

    Example: A ticket whose quantity is not JSON is refused
      When she submits a ticket whose quantity is NaN
      Then she is refused with MALFORMED_JSON
      And there is no order for her ticket

    Example: An empty request is invalid, but not malformed JSON
      When she submits an empty request
      Then she is refused with INVALID_REQUEST

  Rule: A ticket must be sent as application/json

    @strictness
    Scenario Outline: A ticket sent as <type> is refused
      Given Alice has placed an order with a good ticket
      When she submits a good ticket as "<type>"
      Then she is refused with UNSUPPORTED_MEDIA_TYPE
      And there is no order for her ticket

      Examples:
        | type                              |
        | text/plain                        |
        | application/x-www-form-urlencoded |
        | application/xml                   |
        | application/merge-patch+json      |
        | application/json; charset=utf-16  |

    Scenario Outline: A ticket sent as <type> is accepted
      When Alice submits a good ticket as "<type>"
      Then her order is confirmed as PENDING

      @core
      Examples:
        | type                            |
        | application/json; charset=utf-8 |
        | application/json;charset=UTF-8  |
        | Application/JSON                |

      @strictness
      Examples:
        | type                               |
        | application/json;                  |
        | application/json ; charset=utf-8   |
        | application/json;charset=utf-8;    |
        | application/json; charset=us-ascii |

  @strictness
  Rule: A ticket must not be longer than 16 KiB

    Example: A ticket of 16 KiB is accepted
      When Alice submits a good ticket padded to 16384 bytes
      Then her order is confirmed as PENDING

    Example: A ticket that is one byte longer is refused
      Given Alice has placed an order with a good ticket
      When she submits a good ticket padded to 16385 bytes
      Then she is refused with BODY_TOO_LARGE
      And there is no order for her ticket
