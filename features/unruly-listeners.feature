Feature: Unruly listeners
  The stream speaks and does not listen. Whatever a listener does, the others are served.

  @strictness @in-time
  Rule: What a listener says is ignored

    Scenario Outline: Bob says <something>
      Given Bob and Dave are following the venue
      When Bob says <something>
      And Alice's new order is CANCELLED
      Then Bob hears exactly PENDING, CANCELLED about her order
      And Dave hears exactly PENDING, CANCELLED about her order

      Examples:
        | something                                   |
        | "hello"                                     |
        | ""                                          |
        | '{"type": "subscribe", "symbol": "EURUSD"}' |
        | '{"type": "order", "orderStatus": "EXEC'    |
        |                         4096 bytes of noise |

  Rule: A listener can harm only itself

    @core @in-time
    Example: One whom nobody understands
      Given Bob and Dave are following the venue
      When Bob says "hello"
      And Alice's new order is CANCELLED
      Then Dave hears exactly PENDING, CANCELLED about her order

    @strictness @in-time
    Example: One who says too much is shown the door, alone
      Given Bob and Dave are following the venue
      When Bob says 4097 bytes of noise
      And Alice's new order is CANCELLED
      Then Bob was shown the door for saying too much
      And Dave hears exactly PENDING, CANCELLED about her order

    @core @in-time
    Example: One who vanishes without a word is not missed
      Given Bob and Dave are following the venue
      And Alice has a PENDING order
      When Bob vanishes without a word
      And she cancels it
      Then Dave hears exactly PENDING, CANCELLED about her order

    @core
    Example: A hundred who come and go are not noticed
      Given Dave is following the venue
      When 100 listeners come and go while Alice's new order is EXECUTED
      Then Dave hears exactly PENDING, EXECUTED about her order

  @control
  Rule: Whoever has gone is forgotten

    Scenario Outline: Alice was listening <way>
      Given Alice is following the venue <way>
      When her connection breaks
      Then nobody is following the venue any more

      Examples:
        | way                |
        | over a WebSocket   |
        | as an event source |
