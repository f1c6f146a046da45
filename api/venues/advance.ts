import { setImmediate } from 'node:timers/promises'
import {
  type Instant,
  lastInstant,
  type OrderEvent,
  type VirtualClock,
} from '../../engine/index.ts'
import type { HostedVenue } from './hosted-venue.ts'

/** How far time is to move. */
export type Advance =
  | { readonly byMs: number }
  /** Not back: an instant that has passed moves nothing. */
  | { readonly to: Instant }
  /**
   * Until nothing more happens by itself: no order is due, no request waits for time to pass, and no
   * message is kept back.
   */
  | { readonly untilIdle: true }

/** What happened while time moved. */
export interface Advanced {
  /** The position before. */
  readonly after: number
  /** At most so many as were asked for. */
  readonly events: readonly OrderEvent[]
}

/** The move would lead beyond the last instant that a clock can show; time has not moved. */
export interface BeyondTheEnd {
  readonly refused: 'BeyondTheEnd'
}

/** One move of a venue's time after the other, however many are asked for at once. */
const moving = new WeakMap<HostedVenue, Promise<unknown>>()

/**
 * Moves the time of a held venue. Everything that falls due happens at its own time, with all that it
 * sets off; resolves when that is done, replies are sent, and every listener has received its messages.
 * A move that would lead beyond the end of time is refused as a whole.
 */
export function advance(
  hosted: HostedVenue,
  clock: VirtualClock,
  how: Advance,
  limit: number,
): Promise<Advanced | BeyondTheEnd> {
  const before = moving.get(hosted) ?? Promise.resolve()
  const move = before.then(() => moveOn(hosted, clock, how, limit))
  moving.set(
    hosted,
    move.catch(() => {}),
  )
  return move
}

async function moveOn(
  hosted: HostedVenue,
  clock: VirtualClock,
  how: Advance,
  limit: number,
): Promise<Advanced | BeyondTheEnd> {
  const settled = inSteps(hosted)
  const after = hosted.venue.position
  // Whoever has come by now acts at the time that is now.
  await settled()
  if ('untilIdle' in how) {
    await untilIdle(hosted, clock, settled)
  } else {
    // Counted from here: the moves that came before are done.
    const end = 'to' in how ? how.to : clock.now() + how.byMs
    if (end > lastInstant) return { refused: 'BeyondTheEnd' }
    await clock.advanceTo(end, settled)
  }
  await hosted.stream.delivered()
  return { after, events: hosted.venue.events(after, limit) }
}

/** After how many instants, or events, listeners are given the time to read and others their turn. */
const stepsAtOnce = 256

/**
 * What time waits for at each instant: requests that can act now. Now and then it waits for listeners
 * as well. Otherwise the stream would close one that reads as fast as it can, for messages that it had
 * no time to read. It waits only once for a listener that does not read at all.
 */
function inSteps(hosted: HostedVenue): () => Promise<void> {
  let steps = 0
  let told = hosted.venue.position
  return async () => {
    await hosted.requests.settled()
    steps++
    if (steps < stepsAtOnce && hosted.venue.position - told < stepsAtOnce) return
    steps = 0
    told = hosted.venue.position
    await setImmediate()
    await hosted.stream.responsiveDelivered()
  }
}

async function untilIdle(
  hosted: HostedVenue,
  clock: VirtualClock,
  settled: () => Promise<void>,
): Promise<void> {
  const isBusy = () =>
    hosted.venue.nextDue() !== undefined ||
    hosted.requests.waitingForTime > 0 ||
    hosted.stream.hasDelayed
  while (isBusy()) {
    const due = clock.nextDue()
    if (due === undefined) return
    await clock.advanceTo(due, settled)
  }
}
