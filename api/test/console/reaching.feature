Feature: Reaching a platform with the console
  The console works with a platform that is protected, and with many venues.

  Rule: A platform with a token asks for it once

    Example: The token
      Given the platform requires the token secret
      When Bob opens the console
      Then he is asked for the token
      When he enters the token wrong
      Then he reads that it is not the token of this platform
      When he enters the token secret
      Then he sees that the venue main is live
      And he still does after he loads the page again

  Rule: Every venue can be watched

    Example: He opens one
      Given Bob watches the venue
      When he opens the venue mine with a clock 60 times as fast
      Then he sees that the venue mine is live
      And its clock runs × 60

    Example: The name is taken
      Given Bob watches the venue
      When he opens the venue main with a clock 60 times as fast
      Then he reads that there is already a venue main

    Example: He closes one
      Given Bob watches the venue
      And he opens the venue mine with a clock 60 times as fast
      When he presses "Close"
      Then he sees that the venue main is live

  Rule: It fits a telephone

    Example: A screen of 390 pixels
      Given Alice has placed 3 orders
      When Bob watches the venue on a telephone
      Then he sees 3 orders
      And nothing is wider than the screen
