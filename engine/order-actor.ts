import { type ActorLogic, createActor } from 'xstate'
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
  type Snapshot = ReturnType<typeof machine.getInitialSnapshot>

  /** What XState keeps of an actor in a state, but for what is the order's own. */
  const resting = (value: OrderStatus | 'NEW') =>
    machine.resolveState({ value, context: { orderId: '' as OrderId } })
  const snapshots = {
    NEW: resting('NEW'),
    PENDING: resting('PENDING'),
    EXECUTED: resting('EXECUTED'),
    CANCELLED: resting('CANCELLED'),
  }

  const nobody = createActor(machine, { input: { orderId: '' as OrderId } })
  /**
   * Where all transitions take place, for none of them needs to know whose it is. XState puts a new
   * function into the scope of each transition, which V8 keeps, with all that the scope leads to,
   * until its next full collection. An actor's own scope leads to the actor: every one would then
   * outlive its command and be copied from one collection to the next.
   */
  const scope: Parameters<typeof machine.transition>[2] = {
    self: nobody,
    system: nobody.system,
    id: nobody.id,
    sessionId: nobody.sessionId,
    logger() {},
    defer() {},
    emit() {},
    stopChild() {},
    actionExecutor: ({ exec, info, params }) => exec?.(info, params),
  }

  let failure: { error: unknown } | undefined
  const logic: ActorLogic<Snapshot, OrderCommand, { orderId: OrderId }> = {
    getInitialSnapshot: machine.getInitialSnapshot,
    getPersistedSnapshot: machine.getPersistedSnapshot,
    transition(snapshot, command) {
      try {
        return machine.transition(snapshot, command, scope)
      } catch (error) {
        // XState would report it from a timer of its own, which ends the process.
        failure = { error }
        return snapshot
      }
    },
  }

  return (orderId, state, command) => {
    const snapshot = { ...snapshots[state], context: { orderId } } as Snapshot
    const actor = createActor(logic, { snapshot, input: { orderId } })
    actor.start()
    actor.send(command)
    if (failure) {
      const { error } = failure
      failure = undefined
      throw error
    }
    // No arrow leads from a state back to itself.
    return actor.getSnapshot().value !== state
  }
}
