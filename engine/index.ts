/** The front door of the engine: everything outside comes in here. */
export { type Chance, createChance, drawSeed } from './chance.ts'
export {
  type Clock,
  createScaledClock,
  createVirtualClock,
  heldSince,
  lastInstant,
  later,
  type VirtualClock,
  wait,
} from './clock.ts'
export { constantOf, type Delay, type DelayRange, longestDelayMs } from './delay.ts'
export type { LogDigest } from './digest.ts'
export { createEventLog, type EventLog } from './event-log.ts'
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
export type { OrderPage, OrderQuery } from './order-book.ts'
export {
  createOutcomeRules,
  fitsTicket,
  type Outcome,
  type OutcomeRules,
  type TicketMatch,
} from './outcomes.ts'
export { type ClockStep, createRealClock, type RealClockOptions } from './real-clock.ts'
export {
  createRules,
  type Frequency,
  fitsPattern,
  type Rule,
  type RuleDraft,
  type Rules,
} from './rules.ts'
export { type Change, createVenue, type Venue, type VenueOptions } from './venue.ts'
