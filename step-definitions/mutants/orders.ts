import type { Family } from './mutant.ts'

const cancelling = 'Cancelling an order'
const placing = 'Placing an order'
const following = 'Following orders'

/** What the read model refuses to believe, so that a broken rule does not become a failure. */
const believes = {
  file: 'engine/order-book.ts',
  from: "if (order?.orderStatus === 'PENDING') return order",
  to: 'if (order) return order',
}

/** The life of an order. */
export const orders: Family = {
  subject: 'The life of an order',
  mutants: [
    {
      name: 'executed-order-is-cancelled',
      defect: 'An order that has been executed can still be cancelled.',
      edits: [
        {
          file: 'engine/order-machine.ts',
          from: 'EXECUTED: {},',
          to: "EXECUTED: { on: { CANCEL: { target: 'CANCELLED', actions: 'recordCancelled' } } },",
        },
        believes,
      ],
      breaks: [{ feature: cancelling, rule: 'An order can be cancelled only while it is PENDING' }],
    },
    {
      name: 'cancelled-order-is-executed',
      defect: 'An order that was cancelled is executed all the same when it is due.',
      edits: [
        {
          file: 'engine/market.ts',
          from: "event.type === 'OrderPlaced' ? expect(event.orderId, event) : callOff(event.orderId),",
          to: "event.type === 'OrderPlaced' ? expect(event.orderId, event) : undefined,",
        },
        believes,
      ],
      breaks: [{ feature: following, rule: 'CANCELLED is the last word' }],
    },
    {
      name: 'executed-at-once',
      defect: 'Every order is executed as soon as it is placed.',
      edits: [
        {
          file: 'engine/planner.ts',
          from: 'executionDueAt: clock.now() + delayOf(ticket, ordinal) }',
          to: 'executionDueAt: clock.now() }',
        },
      ],
      breaks: [
        {
          feature: placing,
          rule: 'A PENDING order is executed between the shortest and the longest execution delay',
        },
      ],
    },
  ],
}
