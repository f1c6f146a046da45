Feature: Misbehaving listeners
  The venue ignores what listeners send. No listener can disturb another.

  @strictness @in-time
  Rule: The venue ignores what a listener sends

    Scenario Outline: Bob sends <something>
      Given Bob and Dave are following the venue
      When Bob sends <something>
      And Alice's new order is CANCELLED
      Then Bob receives exactly PENDING, CANCELLED for her order
      And Dave receives exactly PENDING, CANCELLED for her order

      Examples:
        | something                                   |
        | "hello"                                     |
        | ""                                          |
        | '{"type": "subscribe", "symbol": "EURUSD"}' |
        | '{"type": "order", "orderStatus": "EXEC'    |
        |                         4096 bytes of noise |

  Rule: A misbehaving listener affects no other listener

    @core
    Example: A listener that sends text
      Given Bob and Dave are following the venue
      When Bob sends "hello"
      And Alice's new order is CANCELLED
      Then Dave receives exactly PENDING, CANCELLED for her order

    @strictness @in-time
    Example: Only the listener that sends too much is disconnected
      Given Bob and Dave are following the venue
      When Bob sends 4097 bytes of noise
      And Alice's new order is CANCELLED
      Then Bob was disconnected for sending too much
      And Dave receives exactly PENDING, CANCELLED for her order

    @core
    Example: A listener whose connection breaks
      Given Bob and Dave are following the venue
      When Bob's connection breaks
      And Alice's new order is CANCELLED
      Then Dave receives exactly PENDING, CANCELLED for her order

    @core
    Example: A hundred listeners that come and go
      Given Dave is following the venue
      When 100 listeners come and go while Alice's new order is EXECUTED
      Then Dave receives exactly PENDING, EXECUTED for her order

  @control
  Rule: A venue forgets a listener that has disconnected

    Scenario Outline: Alice was following <way>
      Given Alice is following the venue <way>
      When her connection breaks
      Then nobody is following the venue any more

      Examples:
        | way                     |
        | over a WebSocket        |
        | over Server-Sent Events |
