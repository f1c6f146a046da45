@realtime
Feature: The published description
  The venue publishes a description for programs. The description is a promise: every answer and
  every message of every other scenario is checked against it too.

  @description
  Rule: The description covers everything that a trader can do

    Scenario Outline: <what> is described
      When Alice reads the published description
      Then it describes <operation> "<path>", with valid examples

      Examples:
        | what            | operation | path              |
        | Placing         | POST      | /orders           |
        | Listing         | GET       | /orders           |
        | Looking up      | GET       | /orders/{orderId} |
        | Cancelling      | DELETE    | /orders/{orderId} |
        | Following       | GET       | /ws               |
        | Checking health | GET       | /health           |

      @past
      Examples:
        | what                  | operation | path                     |
        | Looking into the past | GET       | /orders/{orderId}/events |
        | Reading the log       | GET       | /log                     |

      @mass-cancellation
      Examples:
        | what            | operation | path    |
        | Cancelling many | DELETE    | /orders |

      @event-source
      Examples:
        | what                | operation | path    |
        | Following in a page | GET       | /events |

    Example: Every message of the stream is described
      When Alice reads the published description
      Then it describes every message of the stream, with valid examples

  @description
  Rule: Every answer and every message matches the description

    @in-time
    Example: A day of trading
      Given Bob is following the venue
      When Alice places, looks up, lists and cancels
      And Bob sends only requests that are refused
      Then every answer they got matches the description
      And every message Bob received matches the description

  @problems
  Rule: A request with a wrong path or method is refused, and the refusal says why

    Scenario Outline: <method> <path> is not allowed
      When Alice tries <method> on "<path>"
      Then she is refused with METHOD_NOT_ALLOWED
      And she sees that <allowed> are allowed

      Examples:
        | method | path                 | allowed           |
        | PATCH  | /orders/never-placed | DELETE, GET, HEAD |
        | POST   | /orders/never-placed | DELETE, GET, HEAD |
        | POST   | /health              | GET, HEAD         |

      @mass-cancellation
      Examples:
        | method | path    | allowed                 |
        | PUT    | /orders | DELETE, GET, HEAD, POST |

      @past
      Examples:
        | method | path                        | allowed   |
        | POST   | /orders/never-placed/events | GET, HEAD |
        | DELETE | /log                        | GET, HEAD |

    Scenario Outline: There is nothing at <path>
      When Alice tries GET on "<path>"
      Then she is refused with ROUTE_NOT_FOUND

      Examples:
        | path                   |
        | /orders/               |
        | /order                 |
        | /orders/never-placed/x |

    Example: A request for the stream without an upgrade is refused
      When Alice tries GET on "/ws"
      Then she is refused with UPGRADE_REQUIRED
      And she is asked to upgrade to a WebSocket
