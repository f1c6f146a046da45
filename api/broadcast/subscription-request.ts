import type { OrderFilter } from './order-filter.ts'

/** What a client subscribes to. */
export interface SubscriptionRequest {
  /** The subscription starts after this position. */
  readonly after: number
  readonly sendsCaughtUp: boolean
  readonly filter: OrderFilter
  /** The heartbeat interval on the venue's clock; undefined for no heartbeats. */
  readonly heartbeatMs: number | undefined
}
