import { type ActorLogic, createActor, type SnapshotFrom } from 'xstate'
import type { OrderId, OrderStatus } from '../order.ts'
import { type CommandOf, type OrderCommand, orderMachine } from '../order-machine.ts'
import { compileMachine } from './compile-machine.ts'

type ActionName = keyof NonNullable<Parameters<typeof orderMachine.provide>[0]['actions']>

/** Records the transitions of orders: one method per action of the machine. */
export interface OrderRecorder
  extends Record<ActionName, (orderId: OrderId, command: never) => void> {
  recordPlaced(orderId: OrderId, command: CommandOf<'PLACE'>): void
  recordExecuted(orderId: OrderId): void
  recordCancelled(orderId: OrderId, command: CommandOf<'CANCEL'>): void
}

/** Sends a command to an order in the given state. Returns false, without effect, when the state has no transition for it. */
export type OrderActors = (orderId: OrderId, state: OrderState, command: OrderCommand) => boolean

type OrderState = OrderStatus | 'NEW'
type Snapshot = SnapshotFrom<typeof orderMachine>

const transitions = compileMachine(orderMachine)

/** XState's snapshot of an actor in each state. The context is added per order. */
const snapshots = Object.fromEntries(
  Object.keys(transitions).map((value) => [
    value,
    // The keys are the machine's states. The id is a placeholder.
    orderMachine.resolveState({ value: value as OrderState, context: { orderId: '' as OrderId } }),
  ]),
)

const snapshotIn = (state: string, context: Snapshot['context']) =>
  ({ ...snapshots[state], context }) as Snapshot

/**
 * Creates an order's actor for the duration of one command. Between commands an order is plain data:
 * keeping its actor would need ten times the memory and would not survive a restart.
 */
export function createOrderActors(recorder: OrderRecorder): OrderActors {
  let failure: { error: unknown } | undefined

  function take({ value, context }: Snapshot, command: OrderCommand): Snapshot {
    const transition = transitions[value]?.[command.type]
    if (!transition) throw new Error(`${value} has no transition for ${command.type}`)
    for (const name of transition.actions) {
      // The table does not keep which command an action takes. The machine does: only PLACE runs recordPlaced.
      recorder[name as ActionName](context.orderId, command as never)
    }
    return snapshotIn(transition.to, context)
  }

  const logic: ActorLogic<Snapshot, OrderCommand, { orderId: OrderId }> = {
    getInitialSnapshot: orderMachine.getInitialSnapshot,
    getPersistedSnapshot: orderMachine.getPersistedSnapshot,
    transition(snapshot, command) {
      try {
        return take(snapshot, command)
      } catch (error) {
        // XState would rethrow it from a timer, which ends the process.
        failure = { error }
        return snapshot
      }
    },
  }

  return (orderId, state, command) => {
    if (!transitions[state]?.[command.type]) return false
    const snapshot = snapshotIn(state, { orderId })
    const actor = createActor(logic, { snapshot, input: { orderId } })
    actor.start()
    actor.send(command)
    if (failure) {
      const { error } = failure
      failure = undefined
      throw error
    }
    return true
  }
}
