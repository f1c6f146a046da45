import type { Chance } from './chance/chance.ts'
import {
  type Cancellation,
  type CancelledOrder,
  type DuplicateClientOrderId,
  type ExecutedOrder,
  type FinalOrder,
  isRefusal,
  type Order,
  type OrderId,
  type OrderNotFound,
  type PendingOrder,
  type Plan,
  type Ticket,
  type TooLate,
  type VersionMismatch,
} from './order.ts'
import type { OrderCommand } from './order-machine.ts'
import type { Outcome, TellOutcome } from './plan/outcomes.ts'
import type { Planner } from './plan/planner.ts'
import { duplicate, find, tooLate } from './read-model/lookup.ts'
import type { Clock } from './time/clock.ts'
import type { Writer } from './writer.ts'

export interface CancelOptions extends Partial<Cancellation> {
  /** Cancels only an order that has one of these versions; any when left out. */
  readonly versions?: readonly number[] | undefined
}

/**
 * The commands of a venue. Each acts at once and returns the order or a refusal; `recorded` of the venue
 * tells when its event is durable. Throws CommitFailed when nothing can be recorded.
 */
export interface Commands {
  /**
   * Creates a PENDING order from a ticket; refused when its clientOrderId is taken. `outcome` decides
   * what the venue does with the order, or else the first outcome rule that applies, or else chance.
   * `tell` gets a verdict on each outcome rule.
   */
  place(
    ticket: Ticket,
    outcome?: Outcome,
    tell?: TellOutcome,
  ): PendingOrder | DuplicateClientOrderId
  /** What `place` would return now. Records nothing. */
  preview(ticket: Ticket): PendingOrder | DuplicateClientOrderId
  /**
   * Cancels a PENDING order; `cancelledBy` defaults to TRADER. Refused when the order does not exist,
   * has a version not in `versions`, or has its final status; checked in this order.
   */
  cancel(
    orderId: string,
    options?: CancelOptions,
  ): CancelledOrder | OrderNotFound | VersionMismatch | TooLate
  /** Executes a PENDING order now, whatever its plan. Refused when it does not exist or has its final status. */
  execute(orderId: string): ExecutedOrder | OrderNotFound | TooLate
  /** Keeps an order PENDING until it is released, executed or cancelled. Refused as `execute` is. */
  hold(orderId: string): PendingOrder | OrderNotFound | TooLate
  /** Plans the execution of a PENDING order `afterMs`, or its execution delay, from now. Refused as `execute` is. */
  release(orderId: string, afterMs?: number): PendingOrder | OrderNotFound | TooLate
}

interface CommandsOptions {
  readonly clock: Clock
  readonly chance: Chance
  readonly plan: Planner
  readonly writer: Writer
}

/** Creates the commands of a venue. */
export const createCommands = (options: CommandsOptions): Commands => ({
  ...createPlacing(options),
  ...createDeciding(options),
})

/** The commands on tickets. */
function createPlacing({
  clock,
  chance,
  plan,
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

    place(ticket, outcome, tell) {
      const taken = duplicate(book, ticket)
      if (taken) return taken
      const orderId = nextOrderId()
      // Read once, so that the plan counts from `placedAt`.
      const placedAt = clock.now()
      const planned = plan(ticket, book.size, placedAt, outcome, tell)
      send(orderId, 'NEW', { type: 'PLACE', ticket, placedAt, plan: planned })
      // A transition from NEW leads to PENDING.
      return book.newest as PendingOrder
    },
  }
}

/** The commands on orders. */
function createDeciding({
  clock,
  plan,
  writer: { book, send, replan },
}: CommandsOptions): Pick<Commands, 'cancel' | 'execute' | 'hold' | 'release'> {
  /** Sends a command to an order. Returns the order after it. */
  function sendTo<T extends FinalOrder>(order: Order, command: OrderCommand): T | TooLate {
    // `send` found no transition. Only a final status has none.
    if (!send(order.orderId, order.orderStatus, command)) return tooLate(order as FinalOrder)
    // The caller names the status that its command leads to.
    return book.find(order.orderId) as T
  }

  /** Gives a PENDING order another plan. Appends no event, so clients do not see it. */
  function replanTo(
    orderId: string,
    planFor: (order: PendingOrder) => Plan,
  ): PendingOrder | OrderNotFound | TooLate {
    const order = find(book, orderId)
    if (isRefusal(order)) return order
    if (order.orderStatus !== 'PENDING') return tooLate(order)
    replan(order, planFor(order))
    return order
  }

  return {
    cancel(orderId, { versions, cancelledBy = 'TRADER', reason } = {}) {
      const order = find(book, orderId)
      if (isRefusal(order)) return order
      const { orderStatus, version } = order
      if (versions && !versions.includes(version)) {
        return { refused: 'VersionMismatch', orderId: order.orderId, orderStatus, version }
      }
      return sendTo<CancelledOrder>(order, { type: 'CANCEL', cancelledBy, reason })
    },

    execute(orderId) {
      const order = find(book, orderId)
      return isRefusal(order) ? order : sendTo<ExecutedOrder>(order, { type: 'EXECUTE' })
    },

    hold: (orderId) => replanTo(orderId, () => ({ does: 'hold' })),

    release: (orderId, afterMs) =>
      replanTo(orderId, ({ orderId, ticket }) =>
        plan(ticket, book.ordinalOf(orderId), clock.now(), { does: 'execute', afterMs }),
      ),
  }
}
