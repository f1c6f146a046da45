/** What can be done to the orders of a venue. */
import type { Chance } from './chance/chance.ts'
import type { EventLog } from './log/event-log.ts'
import {
  type Cancellation,
  type CancelledOrder,
  type DuplicateClientOrderId,
  type ExecutedOrder,
  isRefusal,
  type Order,
  type OrderId,
  type OrderNotFound,
  type PendingOrder,
  type Plan,
  type Ticket,
  type VersionMismatch,
} from './order.ts'
import type { OrderCommand } from './order-machine.ts'
import type { Outcome } from './plan/outcomes.ts'
import type { Planner } from './plan/planner.ts'
import { duplicate, find, type TooLate, tooLate } from './read-model/lookup.ts'
import type { Clock } from './time/clock.ts'
import type { Writer } from './writer.ts'

/** Whose wish a cancel is, and which versions of the order it is content with: any when left out. */
export interface CancelOptions extends Partial<Cancellation> {
  readonly versions?: readonly number[] | undefined
}

/** What can be done; each answers once its event is recorded. */
export interface Commands {
  /**
   * Makes a PENDING order of a ticket; refused when its clientOrderId is taken. What becomes of it
   * is said by `outcome`, or else by the first rule that applies, or else left to chance.
   */
  place(ticket: Ticket, outcome?: Outcome): Promise<PendingOrder | DuplicateClientOrderId>
  /** What `place` would answer now; nothing is recorded. */
  preview(ticket: Ticket): PendingOrder | DuplicateClientOrderId
  /**
   * Cancels a PENDING order, as a trader if nothing else is said; refused when there is none of this
   * id, it has its final status, or its version is none of `versions`, which is looked at first.
   */
  cancel(
    orderId: string,
    options?: CancelOptions,
  ): Promise<CancelledOrder | OrderNotFound | VersionMismatch | TooLate>
  /** Executes a PENDING order now, whatever was planned; refused as a cancel is. */
  execute(orderId: string): Promise<ExecutedOrder | OrderNotFound | TooLate>
  /** Keeps an order PENDING until somebody releases, executes or cancels it; refused as a cancel is. */
  hold(orderId: string): Promise<PendingOrder | OrderNotFound | TooLate>
  /**
   * Has a PENDING order executed after so long, or after its execution delay, counted from now;
   * refused as a cancel is.
   */
  release(orderId: string, afterMs?: number): Promise<PendingOrder | OrderNotFound | TooLate>
}

export interface CommandsOptions {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: EventLog
  readonly planner: Planner
  readonly writer: Writer
}

/** Creates the commands of a venue. */
export const createCommands = (options: CommandsOptions): Commands => ({
  ...placing(options),
  ...deciding(options),
})

function placing({
  clock,
  chance,
  log,
  planner,
  writer: { book, send },
}: CommandsOptions): Pick<Commands, 'preview' | 'place'> {
  const nextOrderId = () => chance.id('orderId', '', book.size) as OrderId

  return {
    preview: (ticket) =>
      duplicate(book, ticket) ?? {
        orderStatus: 'PENDING',
        orderId: nextOrderId(),
        ticket,
        placedAt: clock.now(),
        version: 1,
      },

    async place(ticket, wish) {
      const taken = duplicate(book, ticket)
      if (taken) return taken
      const orderId = nextOrderId()
      // Read once: what the plan counts from is when the order is placed.
      const placedAt = clock.now()
      const plan = planner.plan(ticket, book.size, placedAt, wish)
      send(orderId, 'NEW', { type: 'PLACE', ticket, placedAt, plan })
      const order = book.newest as PendingOrder
      await log.recorded()
      return order
    },
  }
}

function deciding({
  clock,
  log,
  planner,
  writer: { book, send, replan },
}: CommandsOptions): Pick<Commands, 'cancel' | 'execute' | 'hold' | 'release'> {
  /** Has a command reach a PENDING order; answers with the order after it. */
  async function command<T extends Order>(
    order: Order,
    wanted: OrderCommand,
  ): Promise<T | TooLate> {
    if (!send(order.orderId, order.orderStatus, wanted)) return tooLate(order)
    const changed = book.find(order.orderId) as T
    await log.recorded()
    return changed
  }

  /** Plans something else for a PENDING order; no fact about the order, and so none for its trader. */
  async function planAnew(
    orderId: string,
    plan: (order: PendingOrder) => Plan,
  ): Promise<PendingOrder | OrderNotFound | TooLate> {
    const order = find(book, orderId)
    if (isRefusal(order)) return order
    if (order.orderStatus !== 'PENDING') return tooLate(order)
    const planned = plan(order)
    replan(order, planned)
    await log.recorded()
    return order
  }

  return {
    async cancel(orderId, { versions, cancelledBy = 'TRADER', reason } = {}) {
      const order = find(book, orderId)
      if (isRefusal(order)) return order
      const { orderStatus, version } = order
      if (versions && !versions.includes(version)) {
        return { refused: 'VersionMismatch', orderId: order.orderId, orderStatus, version }
      }
      return command<CancelledOrder>(order, { type: 'CANCEL', cancelledBy, reason })
    },

    async execute(orderId) {
      const order = find(book, orderId)
      return isRefusal(order) ? order : command<ExecutedOrder>(order, { type: 'EXECUTE' })
    },

    hold: (orderId) => planAnew(orderId, () => ({ does: 'hold' })),

    release: (orderId, afterMs) =>
      planAnew(orderId, ({ orderId, ticket }) =>
        planner.plan(ticket, book.ordinalOf(orderId), clock.now(), { does: 'execute', afterMs }),
      ),
  }
}
