import { type ActorLogic, createActor, transition } from 'xstate'
import type { OrderId, OrderStatus } from './order.ts'
import { type CommandOf, type OrderCommand, orderMachine } from './order-machine.ts'

/** What the arrows of an order's life write down, by the names of the machine's actions. */
export interface OrderRecorder {
  recordPlaced(orderId: OrderId, command: CommandOf<'PLACE'>): void
  recordExecuted(orderId: OrderId): void
  recordCancelled(orderId: OrderId, command: CommandOf<'CANCEL'>): void
}

/** Sends a command to an order that is in the given state; false when its state knows no such arrow. */
export type OrderActors = (orderId: OrderId, state: OrderState, command: OrderCommand) => boolean

type OrderState = OrderStatus | 'NEW'
type Snapshot = ReturnType<typeof orderMachine.getInitialSnapshot>
type Recording = keyof OrderRecorder

/** One arrow of the machine: where it leads, and what it writes down. */
interface Arrow {
  readonly to: Snapshot
  readonly records: readonly Recording[]
}

const nobody = { orderId: '' as OrderId }

/** What XState keeps of an actor in a state, but for what is the order's own. */
const resting = (value: OrderState): Snapshot =>
  orderMachine.resolveState({ value, context: nobody })

const commands: readonly OrderCommand[] = [
  {
    type: 'PLACE',
    ticket: { symbol: 'X', side: 'BUY', quantity: 1 },
    placedAt: 0,
    plan: { isHeld: true },
  },
  { type: 'EXECUTE' },
  { type: 'CANCEL', cancelledBy: 'TRADER' },
]

/**
 * The arrows that leave a state, by command: the machine is asked once and not for every order. No
 * guard and no context decides where an arrow leads, so its answer is always the same, and to work
 * it out takes XState longer than all else that an order's life costs.
 */
function arrowsFrom(value: OrderState): Readonly<Partial<Record<OrderCommand['type'], Arrow>>> {
  const from = resting(value)
  const arrows = commands
    .filter((command) => from.can(command))
    .map((command) => {
      const [to, actions] = transition(orderMachine, from, command)
      return [command.type, { to, records: actions.map(({ type }) => type as Recording) }]
    })
  return Object.fromEntries(arrows)
}

const states = {
  NEW: { snapshot: resting('NEW'), arrows: arrowsFrom('NEW') },
  PENDING: { snapshot: resting('PENDING'), arrows: arrowsFrom('PENDING') },
  EXECUTED: { snapshot: resting('EXECUTED'), arrows: arrowsFrom('EXECUTED') },
  CANCELLED: { snapshot: resting('CANCELLED'), arrows: arrowsFrom('CANCELLED') },
}

/**
 * Activates an order's actor for as long as one command takes. Between commands an order is plain
 * data: a live actor for each would cost ten times the memory and not survive a restart.
 */
export function createOrderActors(recorder: OrderRecorder): OrderActors {
  let failure: { error: unknown } | undefined

  function take({ to, records }: Arrow, { context }: Snapshot, command: OrderCommand): Snapshot {
    // The machine's names for its actions are those of the recorder, each for its own command.
    for (const name of records) recorder[name](context.orderId, command as never)
    return { ...to, context }
  }

  const logic: ActorLogic<Snapshot, OrderCommand, { orderId: OrderId }> = {
    getInitialSnapshot: orderMachine.getInitialSnapshot,
    getPersistedSnapshot: orderMachine.getPersistedSnapshot,
    transition(snapshot, command) {
      try {
        const arrow = states[snapshot.value].arrows[command.type]
        return arrow ? take(arrow, snapshot, command) : snapshot
      } catch (error) {
        // XState would report it from a timer of its own, which ends the process.
        failure = { error }
        return snapshot
      }
    },
  }

  return (orderId, state, command) => {
    const snapshot = { ...states[state].snapshot, context: { orderId } } as Snapshot
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
