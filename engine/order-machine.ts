import { setup } from 'xstate'
import type { Cancellation, Instant, OrderId, Plan, Ticket } from './order.ts'

/** The commands that an order accepts. */
export type OrderCommand =
  | {
      readonly type: 'PLACE'
      readonly ticket: Ticket
      readonly placedAt: Instant
      readonly plan: Plan
    }
  | { readonly type: 'EXECUTE' }
  | ({ readonly type: 'CANCEL' } & Cancellation)

/** The command of a type. */
export type CommandOf<T extends OrderCommand['type']> = Extract<OrderCommand, { type: T }>

const notHere = () => {
  throw new Error('The order machine only names its actions; actor/order-actors.ts runs them')
}

/** The life of one order. Every transition records one fact. A final status has no transitions. */
export const orderMachine = setup({
  types: {
    context: {} as { readonly orderId: OrderId },
    input: {} as { readonly orderId: OrderId },
    events: {} as OrderCommand,
  },
  actions: {
    recordPlaced: notHere,
    recordExecuted: notHere,
    recordCancelled: notHere,
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
    // Final, as they have no transitions. `type: 'final'` would only stop an actor that is released anyway.
    EXECUTED: {},
    CANCELLED: {},
  },
})
