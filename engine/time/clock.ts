import type { Instant } from '../order.ts'
import { createTimerQueue } from './timer-queue.ts'

/**
 * The last instant that RFC 3339 can write: 9999-12-31T23:59:59.999Z. Virtual and scaled clocks show no later
 * one; a real clock shows the machine's time unchecked.
 */
export const lastInstant: Instant = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/**
 * The instant `ms` milliseconds later, but never later than the last one: what would be due after the end of
 * time is due at the end. Compute every due time with this, so that a clock can reach it.
 */
export const later = (instant: Instant, ms: number): Instant => Math.min(instant + ms, lastInstant)

/** The only door to time. All clocks keep its promises. */
export interface Clock {
  /** The time now, in whole milliseconds since the epoch; never goes backwards. */
  now(): Instant
  /**
   * Calls `act` once, at `due` or as soon after as can be, never before; what is due at the same
   * time is called in the order in which it was asked for. Returns how to call it off.
   */
  schedule(due: Instant, act: () => void): () => void
}

/** Resolves when `ms` milliseconds have passed on the clock; 0 or less resolves at once. */
export function wait(clock: Clock, ms: number): Promise<void> {
  if (ms <= 0) return Promise.resolve()
  return new Promise((resolve) => {
    clock.schedule(later(clock.now(), ms), resolve)
  })
}

/**
 * A clock that runs `speed` times as fast as another one from now on, and shows `start` at first.
 * Half as fast is 0.5. It stands still once it shows the last instant.
 */
export function createScaledClock(base: Clock, speed: number, start: Instant = base.now()): Clock {
  const origin = base.now()
  /** How much passes in so much time of the other one. */
  const passesIn = (ms: number) => Math.floor(ms * speed)

  /** How much of the other's time it takes until so much has passed; a quotient may be rounded down. */
  function takes(ms: number): number {
    const quotient = Math.ceil(ms / speed)
    return passesIn(quotient) < ms ? quotient + 1 : quotient
  }

  return {
    now: () => later(start, passesIn(base.now() - origin)),
    schedule: (due, act) => base.schedule(origin + takes(due - start), act),
  }
}

/** A clock that only `advance` and `advanceTo` move. A move beyond the last instant throws a RangeError and moves nothing. */
export interface VirtualClock extends Clock {
  /** Moves time on by `ms`, calling everything that falls due at its own time, in order. */
  advance(ms: number): void
  /**
   * Moves time on to `end` (not back) in the same way, and at each time at which something was called
   * goes no further before `settled` resolves: what that set off happens at that time, too.
   */
  advanceTo(end: Instant, settled: () => Promise<void>): Promise<void>
  /** When the next timer is due; undefined when there is none. */
  nextDue(): Instant | undefined
}

/** Where clocks begin that stand still: the same instant in every run. */
export const heldSince: Instant = Date.UTC(2026, 0, 1)

/** Creates a virtual clock that shows `start`. */
export function createVirtualClock(start: Instant = heldSince): VirtualClock {
  const timers = createTimerQueue()
  let time = within(start)

  /** Calls what is due next, if that is by `end`; false when there is nothing. */
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

/** The instant itself; throws where a clock must not show it. */
function within(instant: Instant): Instant {
  if (instant <= lastInstant) return instant
  throw new RangeError(`${instant} is later than the last instant, ${lastInstant}`)
}
