/** The public interface of the engine. Code outside imports only this file. */
export { type Chance, createChance, drawSeed } from './chance/chance.ts'
export { constantOf, type Delay, type DelayRange, longestDelayMs } from './chance/delay.ts'
export { createLogId } from './chance/ids.ts'
export { type Criteria, matches, matchesPattern } from './criteria.ts'
export type { WriteCommit } from './log/commit-queue.ts'
export type { LogDigest } from './log/digest.ts'
export { createEventLog, type EventLog, type EventLogOptions } from './log/event-log.ts'
export { createSetupRecords, type SetupRecords, setupName, setupOf } from './log/setup-records.ts'
export {
  type Commit,
  CommitFailed,
  type FailedOutcome,
  type LogContent,
  type StoredLog,
  Superseded,
} from './log/stored-log.ts'
export {
  type CancelledOrder,
  type ExecutedOrder,
  type Instant,
  isRefusal,
  type Order,
  type OrderEvent,
  type PendingOrder,
  type Plan,
  type Refusal,
  type Ticket,
} from './order.ts'
export {
  createOutcomeRules,
  type Outcome,
  type OutcomeRules,
} from './plan/outcomes.ts'
export {
  createRules,
  type Frequency,
  type Rule,
  type RuleDraft,
  type Rules,
  type Tell,
} from './plan/rules.ts'
export type { Reason, Verdict } from './plan/verdict.ts'
export type { OrderPage, OrderQuery } from './read-model/order-book.ts'
export {
  type Clock,
  createScaledClock,
  createVirtualClock,
  heldSince,
  lastInstant,
  later,
  type VirtualClock,
  wait,
} from './time/clock.ts'
export { type ClockStep, createRealClock, type RealClockOptions } from './time/real-clock.ts'
export { type Change, createVenue, type Venue, type VenueOptions } from './venue.ts'
