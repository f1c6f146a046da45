import { setup } from 'xstate'
import type { Cancellation, Instant, OrderId, Plan, Ticket } from './order.ts'

/** What can reach an order. */
export type OrderCommand =
  | {
      readonly type: 'PLACE'
      readonly ticket: Ticket
      readonly placedAt: Instant
      /** Counted from `placedAt`. */
      readonly plan: Plan
    }
  | { readonly type: 'EXECUTE' }
  | ({ readonly type: 'CANCEL' } & Cancellation)

/** The command of a type. */
export type CommandOf<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>

const recordsNothing = () => {
  throw new Error(
    'The order machine records nothing by itself: order-actors.ts records what the actions name',
  )
}

/** The life of one order: every arrow records one fact, and no arrow leaves a final status. */
export const orderMachine = setup({
  types: {
    context: {} as { readonly orderId: OrderId },
    input: {} as { readonly orderId: OrderId },
    events: {} as OrderCommand,
  },
  actions: {
    recordPlaced: recordsNothing,
    recordExecuted: recordsNothing,
    recordCancelled: recordsNothing,
  },
}).createMachine({
  id: 'order',
  context: ({ input }) => input,
  initial: 'NEW',
  states: {
    NEW: { on: { PLACE: { target: 'PENDING', actions: 'recordPlaced' } } },
    PENDING: {
      on: {
        EXECUTE: { target: 'EXECUTED', actions: 'recordExecuted' },
        CANCEL: { target: 'CANCELLED', actions: 'recordCancelled' },
      },
    },
    // Final, as no arrow leaves them; XState's own `final` would end an actor that is let go anyway.
    EXECUTED: {},
    CANCELLED: {},
  },
})
