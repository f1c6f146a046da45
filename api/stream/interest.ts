import type { OrderFilter } from './order-filter.ts'

/** What a subscription is to bring. */
export interface Interest {
  /** Every later event. */
  readonly after: number
  /** Whether to say where history ends: to those who asked for it. */
  readonly isResumed: boolean
  readonly filter: OrderFilter
  readonly heartbeatMs: number | undefined
}
