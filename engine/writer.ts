import { createOrderActors, type OrderActors } from './actor/order-actors.ts'
import type { EventLog } from './log/event-log.ts'
import type { OrderEvent, OrderId, PendingOrder, Plan } from './order.ts'
import { createExecutionScheduler, type ExecutionScheduler } from './plan/execution-scheduler.ts'
import { createOrderBook, type OrderBook } from './read-model/order-book.ts'
import type { Clock } from './time/clock.ts'

/**
 * The one writer of a venue. It takes a transition, appends its event to the log, and updates the read
 * model and the timers in one synchronous step.
 */
export interface Writer {
  readonly book: OrderBook
  readonly scheduler: Pick<ExecutionScheduler, 'nextDue' | 'close'>
  readonly send: OrderActors
  /** Gives a pending order another plan, which a restart keeps. */
  replan(order: PendingOrder, plan: Plan): void
}

/** The log's side records keep the plans that replaced those in `OrderPlaced`, under this prefix and the orderId. */
const planPrefix = 'plan '

/** Creates the writer of a log. The read model and the timers start from the events already in it. */
export function createWriter(clock: Clock, log: EventLog): Writer {
  const { sideRecords } = log
  const book = createOrderBook((position) => log.read(position - 1, 1)[0] as OrderEvent)
  const scheduler = createExecutionScheduler({ clock, ordinalOf: book.ordinalOf, act })
  const send = createOrderActors({
    recordPlaced: (orderId, { ticket, placedAt, plan }) =>
      record(log.append({ type: 'OrderPlaced', orderId, ticket, plan }, placedAt)),
    recordExecuted: (orderId) => record(log.append({ type: 'OrderExecuted', orderId })),
    recordCancelled: (orderId, { cancelledBy, reason }) =>
      record(log.append({ type: 'OrderCancelled', orderId, cancelledBy, reason })),
  })

  function act(orderId: OrderId, plan: Plan): void {
    const status = book.find(orderId)?.orderStatus ?? 'NEW'
    switch (plan.does) {
      case 'execute':
        send(orderId, status, { type: 'EXECUTE' })
        break
      case 'cancel':
        send(orderId, status, { type: 'CANCEL', cancelledBy: 'VENUE', reason: plan.reason })
        break
      case 'hold':
        break
    }
  }

  function record(event: OrderEvent): void {
    book.apply(event)
    switch (event.type) {
      case 'OrderPlaced':
        scheduler.schedule(event.orderId, event.plan)
        break
      case 'OrderExecuted':
      case 'OrderCancelled':
        scheduler.cancel(event.orderId)
        sideRecords.delete(planPrefix + event.orderId)
        break
      default:
        // Does not compile while an event is missing above.
        event satisfies never
    }
  }

  for (const event of log.read(0, log.end)) record(event)
  for (const [name, plan] of sideRecords) {
    if (name.startsWith(planPrefix)) {
      // `replan` is the only writer of these names.
      scheduler.schedule(name.slice(planPrefix.length) as OrderId, plan as Plan)
    }
  }

  return {
    book,
    scheduler,
    send,
    replan({ orderId }, plan) {
      sideRecords.set(planPrefix + orderId, plan)
      scheduler.schedule(orderId, plan)
    },
  }
}
