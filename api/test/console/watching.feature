Feature: Watching the venue
  The console shows what happens at the venue while it happens.

  Rule: Each order is shown as it changes, the newest first

    Example: An order is placed and executed
      Given Bob watches the venue
      When Alice places an order
      Then he sees her order as PENDING in the first row
      When time passes until nothing more is due
      Then he sees her order as EXECUTED in the first row

    Example: What happened before he came
      Given Alice has placed 30 orders
      When Bob watches the venue
      Then he sees her order as PENDING in the first row
      And he reads that there are 30 orders

  Rule: A view can be shared by its address

    Example: Orders with one status
      Given Alice has placed 3 orders
      And the market has executed the last of them
      And Bob watches the venue
      When he looks at Executed orders
      Then he sees 1 order
      And somebody who opens the same address sees 1 order

  Rule: The rows stay while he reads further down

    Example: New orders are announced
      Given Alice has placed 100 orders
      And Bob watches the venue
      When he scrolls down
      And Alice places an order
      Then he reads that there is 1 new order, and the rows stay
      When he asks for the new orders
      Then he sees her order as PENDING in the first row

  Rule: What the page has not received is shown, and can be loaded

    Example: A message is lost
      Given Bob watches the venue
      And the stream loses the next message
      When Alice places 3 orders
      Then he reads that 1 message was skipped
      When he loads what was skipped
      Then he sees 3 orders, and nothing is skipped

  Rule: The page goes on after a connection has ended

    Example: The venue crashes
      Given Bob watches the venue
      When the venue crashes and restarts
      And Alice places an order
      Then he sees her order as PENDING in the first row

    Example: The venue is reset
      Given Alice has placed 3 orders
      And Bob watches the venue
      When the venue is reset
      Then he sees no order
      When Alice places an order
      Then he sees her order as PENDING in the first row
