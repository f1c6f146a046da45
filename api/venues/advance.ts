import { setImmediate } from 'node:timers/promises'
import {
  CommitFailed,
  type Instant,
  lastInstant,
  type OrderEvent,
  type VirtualClock,
} from '../../engine/index.ts'
import type { HostedVenue } from './hosted-venue.ts'

/** How far the clock moves. */
export type Advance =
  | { readonly byMs: number }
  /** An instant in the past does not move the clock. */
  | { readonly to: Instant }
  /** Until nothing waits for time: no order, request, commit, message or takeover. */
  | { readonly untilIdle: true }

/** What happened while the clock moved. */
export interface Advanced {
  /** The log position before the move. */
  readonly after: number
  /** The events of the move, oldest first, at most `limit`. */
  readonly events: readonly OrderEvent[]
}

/** The move would pass the last instant that a clock can show. The clock has not moved. */
export interface BeyondTheEnd {
  readonly refused: 'BeyondTheEnd'
}

/** The latest move of each venue. Concurrent moves run one after another. */
const moving = new WeakMap<HostedVenue, Promise<unknown>>()

/**
 * Moves a held clock. Each timer runs at its due time, and so do its consequences. Resolves when all
 * of it is done, replies are sent, and every subscriber has received its messages. It waits at most
 * one second at a time for clients that read slowly.
 * A move past the last instant is refused as a whole. Rejects with CommitFailed, and moves nothing, after a
 * venue has failed to start.
 */
export function advance(
  hosted: HostedVenue,
  clock: VirtualClock,
  how: Advance,
  limit: number,
): Promise<Advanced | BeyondTheEnd> {
  const before = moving.get(hosted) ?? Promise.resolve()
  const move = before.then(() => runMove(hosted, clock, how, limit))
  moving.set(
    hosted,
    move.catch(() => {}),
  )
  return move
}

async function runMove(
  hosted: HostedVenue,
  clock: VirtualClock,
  how: Advance,
  limit: number,
): Promise<Advanced | BeyondTheEnd> {
  await hosted.restarted()
  if (hosted.outage.failure) throw hosted.outage.failure
  const settled = settler(hosted)
  const after = hosted.venue.durableEnd
  // Requests that have arrived act before the clock moves.
  await settled()
  if ('untilIdle' in how) {
    await untilIdle(hosted, clock, settled)
  } else {
    // Relative to now: earlier moves are done.
    const end = 'to' in how ? how.to : clock.now() + how.byMs
    if (end > lastInstant) return { refused: 'BeyondTheEnd' }
    await clock.advanceTo(end, settled)
  }
  hosted.keepTime()
  await hosted.stream.delivered()
  return { after, events: hosted.venue.changes(after, limit).map(({ event }) => event) }
}

/** After this many steps or events, wait for clients to read. */
const stepsAtOnce = 256

/**
 * Returns a function that the clock awaits at each instant. It waits for the requests that can act.
 * Every 256 steps or events it also waits for clients to read: otherwise the stream would close
 * clients that read as fast as they can. A client that reads nothing delays `advance` once here, and
 * once at the end.
 */
function settler(hosted: HostedVenue): () => Promise<void> {
  let steps = 0
  let flushed = hosted.venue.position
  return async () => {
    await quiet(hosted)
    steps++
    if (steps < stepsAtOnce && hosted.venue.position - flushed < stepsAtOnce) return
    steps = 0
    flushed = hosted.venue.position
    await setImmediate()
    await hosted.stream.responsiveDelivered()
  }
}

/**
 * Waits until each request is answered or waiting, and no commit is in flight but one that is delayed on
 * the venue's clock. If a commit fails, waits until the venue has started again. Rejects with CommitFailed
 * if it cannot.
 */
export async function quiet(hosted: HostedVenue): Promise<void> {
  do {
    await hosted.requests.settled()
  } while ((await hosted.commitsSettled()) || (await hosted.restarted()))
  // A part of the move is done.
  const { failure } = hosted.outage
  if (failure) throw new CommitFailed(failure.message, 'unknown')
}

async function untilIdle(
  hosted: HostedVenue,
  clock: VirtualClock,
  settled: () => Promise<void>,
): Promise<void> {
  const isBusy = () =>
    hosted.venue.nextDue() !== undefined ||
    hosted.requests.waitingForTime > 0 ||
    hosted.commitFaults.isDelaying ||
    hosted.outage.waitsUntil !== undefined ||
    hosted.stream.hasDelayed
  while (isBusy()) {
    const due = clock.nextDue()
    if (due === undefined) return
    await clock.advanceTo(due, settled)
  }
}
