import { createOrderActors, type OrderActors } from './actor/order-actors.ts'
import type { EventLog } from './log/event-log.ts'
import type { OrderEvent, OrderId, PendingOrder, Plan } from './order.ts'
import { createExecutionScheduler, type ExecutionScheduler } from './plan/execution-scheduler.ts'
import { createOrderBook, type OrderBook } from './read-model/order-book.ts'
import type { Clock } from './time/clock.ts'

/**
 * The one writer of a venue: a transition, its event in the log, the read model and the market's
 * timers are one synchronous step, in which nobody else can stand.
 */
export interface Writer {
  readonly book: OrderBook
  readonly scheduler: Omit<ExecutionScheduler, 'follow' | 'plan'>
  /** Has a command reach an order, which is in the given state; false when it is of no use there. */
  readonly send: OrderActors
  /** Has the market do something else with a pending order, also after a restart. */
  replan(order: PendingOrder, plan: Plan): void
}

/** Under which name the log keeps what is planned for an order by now, where that is not the first plan. */
const memoOf = (orderId: OrderId) => `plan ${orderId}`

/** Creates the writer of a log, and lets read model and timers follow what is in the log already. */
export function createWriter(clock: Clock, log: EventLog): Writer {
  const { sideRecords: memos } = log
  const book = createOrderBook()
  const market = createExecutionScheduler({
    clock,
    ordinalOf: book.ordinalOf,
    act(orderId, plan) {
      if ('executionDueAt' in plan) send(orderId, 'PENDING', { type: 'EXECUTE' })
      if ('cancellationDueAt' in plan) {
        send(orderId, 'PENDING', { type: 'CANCEL', cancelledBy: 'VENUE', reason: plan.reason })
      }
    },
  })
  const send = createOrderActors({
    recordPlaced: (orderId, { ticket, placedAt, plan }) =>
      record(log.append({ type: 'OrderPlaced', orderId, ticket, ...plan }, placedAt)),
    recordExecuted: (orderId) => record(log.append({ type: 'OrderExecuted', orderId })),
    recordCancelled: (orderId, { cancelledBy, reason }) =>
      record(log.append({ type: 'OrderCancelled', orderId, cancelledBy, reason })),
  })

  function follow(event: OrderEvent): void {
    book.apply(event)
    market.apply(event)
  }

  function record(event: OrderEvent): void {
    follow(event)
    if (memos.size > 0 && event.type !== 'OrderPlaced') memos.delete(memoOf(event.orderId))
  }

  for (const event of log.read(0, log.end)) follow(event)
  for (const { orderId } of book.list({ orderStatus: 'PENDING', limit: book.size + 1 }).orders) {
    const plan = memos.get(memoOf(orderId)) as Plan | undefined
    if (plan) market.replan(orderId, plan)
  }

  return {
    book,
    scheduler: market,
    send,
    replan({ orderId }, plan) {
      memos.set(memoOf(orderId), plan)
      market.replan(orderId, plan)
    },
  }
}
