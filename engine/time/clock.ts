import type { Instant } from '../order.ts'
import { createTimerQueue } from './timer-queue.ts'

/**
 * The last instant that RFC 3339 can express: 9999-12-31T23:59:59.999Z. Virtual and scaled clocks never
 * show a later one. A real clock shows the machine's time unchecked.
 */
export const lastInstant: Instant = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/**
 * The instant `ms` milliseconds later, at most the last instant. Compute every due time with this, so
 * that a clock can reach it.
 */
export const later = (instant: Instant, ms: number): Instant => Math.min(instant + ms, lastInstant)

/** The only source of time. */
export interface Clock {
  /** The time in whole milliseconds since the epoch. Never goes backwards. */
  now(): Instant
  /**
   * Calls `act` once, at `due` or as soon after as possible, never before. Ties run in insertion order.
   * Returns a cancel function.
   */
  schedule(due: Instant, act: () => void): () => void
}

/** Resolves after `ms` milliseconds on the clock; immediately for 0 or less. */
export function wait(clock: Clock, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve()
  return new Promise((resolve) => {
    clock.schedule(later(clock.now(), ms), resolve)
  })
}

/**
 * Creates a clock that showed `start` when another showed `origin`, which defaults to now, and runs `speed`
 * times as fast; 0.5 is half as fast. It stops at the last instant.
 */
export function createScaledClock(
  base: Clock,
  speed: number,
  start: Instant = base.now(),
  origin: Instant = base.now(),
): Clock {
  const fromBase = (ms: number) => Math.floor(ms * speed)

  /** The base duration during which this clock advances by at least `ms`. The division can round down. */
  function toBase(ms: number): number {
    const quotient = Math.ceil(ms / speed)
    return fromBase(quotient) < ms ? quotient + 1 : quotient
  }

  return {
    now: () => later(start, fromBase(base.now() - origin)),
    schedule: (due, act) => base.schedule(origin + toBase(due - start), act),
  }
}

/** A clock that only `advance` and `advanceTo` move. Moving beyond the last instant throws a RangeError and moves nothing. */
export interface VirtualClock extends Clock {
  /** Moves time forward by `ms`, and runs each timer at its due time, in order. */
  advance(ms: number): void
  /**
   * Moves time forward to `end` in the same way; never back. After the timers of each due time it awaits
   * `settled()`, so that their consequences happen at that time, too.
   */
  advanceTo(end: Instant, settled: () => Promise<void>): Promise<void>
  /** When the next timer is due; undefined when there is none. */
  nextDue(): Instant | undefined
}

/** Where held clocks start: the same instant in every run. */
export const heldSince: Instant = Date.UTC(2026, 0, 1)

/** Creates a virtual clock that shows `start`. */
export function createVirtualClock(start: Instant = heldSince): VirtualClock {
  const timers = createTimerQueue()
  let time = within(start)

  /** Runs the timers that are due next; false when none is due by `end`. */
  function step(end: Instant): boolean {
    const due = timers.nextDue()
    if (due === undefined || due > end) return false
    time = Math.max(time, due)
    timers.runDue(time)
    return true
  }

  return {
    now: () => time,
    schedule: timers.add,
    nextDue: timers.nextDue,
    advance(ms) {
      const end = within(time + ms)
      while (step(end));
      time = end
    },
    async advanceTo(end, settled) {
      within(end)
      while (step(end)) await settled()
      time = Math.max(time, end)
    },
  }
}

/** Returns the instant; throws when it is beyond the last one. */
function within(instant: Instant): Instant {
  if (instant <= lastInstant) return instant
  throw new RangeError(`${instant} is later than the last instant, ${lastInstant}`)
}
