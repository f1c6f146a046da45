import { createActor } from 'xstate'
import type { OrderId, OrderStatus } from './order.ts'
import { type OrderCommand, orderMachine, type Placing } from './order-machine.ts'

/** What the arrows of an order's life write down. */
export interface OrderRecorder {
  placed(orderId: OrderId, placing: Placing): void
  executed(orderId: OrderId): void
  cancelled(orderId: OrderId): void
}

/** Sends a command to an order that is in the given state; false when its state knows no such arrow. */
export type OrderActors = (
  orderId: OrderId,
  state: OrderStatus | 'NEW',
  command: OrderCommand,
) => boolean

/** What XState writes down of an actor, but for what is the order's own. */
const persisted = {
  status: 'active',
  output: undefined,
  error: undefined,
  children: {},
  historyValue: {},
} as const

/**
 * Activates an order's actor for as long as one command takes. Between commands an order is plain
 * data: a live actor for each would cost ten times the memory and not survive a restart.
 */
export function createOrderActors(recorder: OrderRecorder): OrderActors {
  const machine = orderMachine.provide({
    actions: {
      recordPlaced: ({ context }, placing) => recorder.placed(context.orderId, placing),
      recordExecuted: ({ context }) => recorder.executed(context.orderId),
      recordCancelled: ({ context }) => recorder.cancelled(context.orderId),
    },
  })

  return (orderId, state, command) => {
    const snapshot = { ...persisted, value: state, context: { orderId } }
    const actor = createActor(machine, { snapshot, input: { orderId } })
    let failure: { error: unknown } | undefined
    // XState reports an error that nobody observes from a timer of its own, which ends the process.
    actor.subscribe({ error: (error) => (failure = { error }) })
    actor.start()
    actor.send(command)
    if (failure) throw failure.error
    // No arrow leads from a state back to itself.
    return actor.getSnapshot().value !== state
  }
}
