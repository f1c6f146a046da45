Feature: Plots in the console
  Bob compares what the venue does with what it is configured to do.

  Rule: Each plot says in words what it shows

    Example: Rates and execution delays
      Given Alice has placed 3 orders
      And Bob watches the venue
      When he opens "Plots"
      And time passes until nothing more is due
      Then he reads "3 placed, 3 executed, 0 cancelled"
      And he reads "3 orders, median 2.363 s; configured 1.5 s to 3 s"

    Example: Latencies
      Given Alice has placed 3 orders
      And Bob watches the venue
      When he opens "Plots"
      Then he reads "3 requests, median 0 ms; configured 0 ms"

    Example: Subscribers
      Given Carol follows the venue
      And Bob watches the venue
      When he opens "Plots"
      Then he reads "2 subscribers"
      And he reads "0 bytes sent and not read yet"

  Rule: Only a journal knows the latency

    Example: A venue without a journal
      Given the venue keeps no journal
      And Bob watches the venue
      When he opens "Plots"
      Then he reads "Only a journal knows the latency"
      When he presses "Journal on"
      Then he reads "no requests yet; configured 0 ms"
