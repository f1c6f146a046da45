import type { OrderFilter } from './order-filter.ts'

/** What a client subscribes to. */
export interface SubscriptionRequest {
  /** The subscription starts after this position. */
  readonly after: number
  /** Whether to send `caught-up` at the end of history. */
  readonly sendsCaughtUp: boolean
  readonly filter: OrderFilter
  /** The heartbeat interval on the venue's clock, as clients measure silence in the venue's time. */
  readonly heartbeatMs: number | undefined
}
