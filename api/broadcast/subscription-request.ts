import type { OrderFilter } from './order-filter.ts'

/** What a subscription is to bring. */
export interface SubscriptionRequest {
  /** Every later event. */
  readonly after: number
  /** Whether `caught-up` marks the end of history. */
  readonly sendsCaughtUp: boolean
  readonly filter: OrderFilter
  readonly heartbeatMs: number | undefined
}
