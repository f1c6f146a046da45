import { type ActorLogic, createActor, type SnapshotFrom } from 'xstate'
import type { OrderId, OrderStatus } from '../order.ts'
import { type CommandOf, type OrderCommand, orderMachine } from '../order-machine.ts'
import { compileMachine } from './compile-machine.ts'

type ActionName = keyof NonNullable<Parameters<typeof orderMachine.provide>[0]['actions']>

/** What records the arrows of an order's life, by the names of the machine's actions: a method for each. */
export interface OrderRecorder
  extends Record<ActionName, (orderId: OrderId, command: never) => void> {
  recordPlaced(orderId: OrderId, command: CommandOf<'PLACE'>): void
  recordExecuted(orderId: OrderId): void
  recordCancelled(orderId: OrderId, command: CommandOf<'CANCEL'>): void
}

/** Sends a command to an order in the given state. False, and no effect, when no arrow leaves it for that command. */
export type OrderActors = (orderId: OrderId, state: OrderState, command: OrderCommand) => boolean

type OrderState = OrderStatus | 'NEW'
type Snapshot = SnapshotFrom<typeof orderMachine>

const arrows = compileMachine(orderMachine)

/** What XState keeps of an actor in each state; its context is each order's own. */
const resting = Object.fromEntries(
  Object.keys(arrows).map((value) => [
    value,
    orderMachine.resolveState({ value: value as OrderState, context: { orderId: '' as OrderId } }),
  ]),
)

const inState = (state: string, context: Snapshot['context']) =>
  ({ ...resting[state], context }) as Snapshot

/**
 * Activates an order's actor for as long as one command takes. Between commands an order is plain
 * data: a live actor for each would cost ten times the memory and not survive a restart.
 */
export function createOrderActors(recorder: OrderRecorder): OrderActors {
  let failure: { error: unknown } | undefined

  function take({ value, context }: Snapshot, command: OrderCommand): Snapshot {
    const arrow = arrows[value]?.[command.type]
    if (!arrow) throw new Error(`No arrow leaves ${value} for ${command.type}`)
    for (const name of arrow.actions) {
      // The type of the recorder has every action of the machine, each with its own command.
      recorder[name as ActionName](context.orderId, command as never)
    }
    return inState(arrow.to, context)
  }

  const logic: ActorLogic<Snapshot, OrderCommand, { orderId: OrderId }> = {
    getInitialSnapshot: orderMachine.getInitialSnapshot,
    getPersistedSnapshot: orderMachine.getPersistedSnapshot,
    transition(snapshot, command) {
      try {
        return take(snapshot, command)
      } catch (error) {
        // XState would report it from a timer of its own, which ends the process.
        failure = { error }
        return snapshot
      }
    },
  }

  return (orderId, state, command) => {
    if (!arrows[state]?.[command.type]) return false
    const actor = createActor(logic, { snapshot: inState(state, { orderId }), input: { orderId } })
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
