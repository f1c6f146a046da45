import { setTimeout as pause } from 'node:timers/promises'
import type { DelayRange } from './delay-range.ts'
import { eventually } from './eventually.ts'
import { changeWithinMs, executionDelay } from './settings.ts'

/** Where a scenario takes place: one venue, and how its time passes. */
export interface VenueUnderTest {
  /** The header fields that lead a request there. */
  readonly headers: Readonly<Record<string, string>>
  /** How long an order stays PENDING there, as far as that is promised. */
  readonly executionDelay: DelayRange
  /** Answers with what `check` answers as soon as it stops throwing, while orders become due. */
  until<T>(check: () => T | Promise<T>): Promise<T>
  /** The same, for what takes a moment, such as a heartbeat: no order need become due. */
  soon<T>(check: () => T | Promise<T>): Promise<T>
  /** Lets so long pass. */
  passTime(ms: number): Promise<void>
}

/** The venue that is always there: scenarios share it, and its time is the real one. */
export const mainVenue: VenueUnderTest = {
  headers: {},
  executionDelay,
  until: (check) => eventually(changeWithinMs, check),
  soon: (check) => eventually(changeWithinMs, check),
  passTime: (ms) => pause(ms),
}
