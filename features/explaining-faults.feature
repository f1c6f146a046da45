@control
Feature: Explaining faults
  A test asks for a fault, and nothing happens, or the fault affects another request. The journal
  explains for each request and each message which rules applied, which nearly did, and why the
  others did not.

  Rule: The journal explains a request by the rules that were active when it acted

    Example: A fault that applied
      Given the connection is closed after the next order is recorded
      When Alice submits her ticket with a key
      Then she gets no answer
      And the journal explains that the 1st fault affected her request

    Example: A fault for another symbol, and one for every symbol
      Given the connection is closed after the next order for GBPUSD is recorded
      And the connection is closed after the next order is recorded
      When Alice submits her ticket with a key
      Then she gets no answer
      And the journal explains that the 1st fault nearly affected her request, but for its symbol
      And the journal explains that the 2nd fault affected her request

    Example: Two faults for the same request
      Given the connection is closed after the next order is recorded
      And the connection is reset after the next order is recorded
      When Alice submits her ticket with a key
      Then she gets no answer
      And the journal explains that the 2nd fault nearly affected her request, but for an earlier one

    Example: A fault that was used up
      Given the connection is closed after the next order is recorded
      When Alice submits her ticket with a key
      Then she gets no answer
      When Bob places an order to BUY 1000 EURUSD
      Then the journal explains that the 1st fault nearly affected his request, but for its end

    Example: A fault that has been removed since
      Given the connection is closed after the next order is recorded
      When Alice submits her ticket with a key
      Then she gets no answer
      When all faults are removed
      Then the journal explains that the 1st fault affected her request

  Rule: The journal explains a message by the stream faults that were active when it was sent

    Example: The second of three messages is lost
      Given the venue will hold orders
      And Bob is following the venue
      And the 2nd message is lost
      When Alice places 3 orders, one after the other
      Then the journal explains that the fault affected the message about change 2
      And the journal explains that the fault nearly affected the message about change 3, but for its turn
      And he detects that the sequence is broken
