import { setTimeout as pause } from 'node:timers/promises'
import type { DelayRange } from './delay-range.ts'
import { eventually } from './eventually.ts'
import { changeWithinMs, executionDelay } from './settings.ts'

/** The venue that a scenario runs in, and how time passes there. */
export interface VenueUnderTest {
  /** The header fields that select this venue in a request. */
  readonly headers: Readonly<Record<string, string>>
  /** How long an order stays PENDING there, as far as that is promised. */
  readonly executionDelay: DelayRange
  /**
   * Retries `check` until it stops throwing, and returns its result. Use it if an order must become due.
   */
  until<T>(check: () => T | Promise<T>): Promise<T>
  /**
   * Like `until`, for something that comes soon, such as a heartbeat: no order has to become due.
   */
  soon<T>(check: () => T | Promise<T>): Promise<T>
  /** Waits for this many milliseconds of the venue's time. */
  passTime(ms: number): Promise<void>
}

/** The venue that always exists. Scenarios share it, and it runs in real time. */
export const mainVenue: VenueUnderTest = {
  headers: {},
  executionDelay,
  until: (check) => eventually(changeWithinMs, check),
  soon: (check) => eventually(changeWithinMs, check),
  passTime: (ms) => pause(ms),
}
