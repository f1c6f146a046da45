import { createOrderActors } from './actor/order-actors.ts'
import type { EventLog } from './log/event-log.ts'
import type { Commit } from './log/stored-log.ts'
import type { OrderEvent, OrderId, PendingOrder, Plan } from './order.ts'
import { createExecutionScheduler } from './plan/execution-scheduler.ts'
import { createOrderBook } from './read-model/order-book.ts'
import type { Clock } from './time/clock.ts'

export type Writer = ReturnType<typeof createWriter>

/** The log's side records keep the plans that replaced those in `OrderPlaced`, under this prefix and the orderId. */
const planPrefix = 'plan '

/**
 * Creates the one writer of a log. It takes a transition, appends its event to the log, and updates the read
 * model and the timers in one synchronous step. Both start from the events already in the log. With `isStandby`, no
 * timer runs until the scheduler is started.
 */
export function createWriter(clock: Clock, log: EventLog, isStandby = false) {
  const { sideRecords } = log
  const book = createOrderBook((position) => log.read(position - 1, 1)[0] as OrderEvent)
  const scheduler = createExecutionScheduler(clock, book.ordinalOf, act, isStandby)
  const send = createOrderActors({
    recordPlaced: (orderId, { ticket, placedAt, plan }) =>
      record(log.append({ type: 'OrderPlaced', orderId, ticket, plan }, placedAt)),
    recordExecuted: (orderId) => record(log.append({ type: 'OrderExecuted', orderId })),
    recordCancelled: (orderId, { cancelledBy, reason }) =>
      record(log.append({ type: 'OrderCancelled', orderId, cancelledBy, reason })),
  })

  function act(orderId: OrderId, plan: Plan): void {
    const status = book.find(orderId)?.orderStatus ?? 'NEW'
    if (plan.does === 'execute') send(orderId, status, { type: 'EXECUTE' })
    else if (plan.does === 'cancel') {
      send(orderId, status, { type: 'CANCEL', cancelledBy: 'VENUE', reason: plan.reason })
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
    /** Takes over a commit that another process has recorded. */
    absorb: (commit: Commit) => log.absorb(commit, record),
    /** Gives a pending order another plan, which a restart keeps. */
    replan({ orderId }: PendingOrder, plan: Plan) {
      sideRecords.set(planPrefix + orderId, plan)
      scheduler.schedule(orderId, plan)
    },
  }
}
