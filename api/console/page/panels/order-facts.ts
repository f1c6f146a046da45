import type { OrderEvent } from '../../../contract/orders.ts'
import type { OrderPlan } from '../../../control/order-plan.ts'
import { readHistory, readPlan } from '../../store/order-actions.ts'
import { outcomeOf } from '../api.ts'
import type { Desk } from '../desk.ts'

/** What only the server knows about an order. */
export interface OrderFacts {
  readonly plan: OrderPlan | undefined
  readonly history: readonly OrderEvent[]
}

const none: OrderFacts = { plan: undefined, history: [] }

/** Reads the plan and the history of the chosen order again whenever they may have changed. */
export function createOrderFacts() {
  let key = ''
  let facts = none
  let orderShown = ''

  async function read(desk: Desk, orderId: string): Promise<void> {
    const wanted = key
    const { name } = desk.venue
    const [plan, history] = await Promise.all([
      outcomeOf(desk.urls, readPlan(name, orderId)),
      outcomeOf(desk.urls, readHistory(name, orderId)),
    ])
    if (key !== wanted) return
    facts = {
      plan: 'reply' in plan ? (plan.reply.body as OrderPlan) : undefined,
      history: 'reply' in history ? (history.reply.body as OrderEvent[]) : [],
    }
    desk.redraw()
  }

  return {
    /** What is known now. Reads the rest. */
    of(desk: Desk, orderId: string): OrderFacts {
      const { name, state, store } = desk.venue
      const changed = store?.orders.find(orderId)?.changed
      const now = `${name} ${state?.logId} ${orderId} ${changed} ${desk.runs}`
      if (now !== key) {
        if (orderId !== orderShown) facts = none
        key = now
        orderShown = orderId
        void read(desk, orderId)
      }
      return facts
    },
  }
}
