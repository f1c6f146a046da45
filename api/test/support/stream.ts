/** What tests of the stream share: a venue with its stream, and no connections. */
import {
  createChance,
  createVenue,
  createVirtualClock,
  type PendingOrder,
  type VirtualClock,
} from '../../../engine/index.ts'
import { createOrderFilter } from '../../broadcast/order-filter.ts'
import { createStream } from '../../broadcast/stream.ts'
import type { SubscriptionRequest } from '../../broadcast/subscription-request.ts'
import { createStreamFaults } from '../../faults/stream-faults.ts'
import { turn } from './app.ts'
import { createTestListener, type TestListener } from './listener.ts'

/** An interest in everything after a position, but for what is named. */
export const interestIn = (
  after: number,
  wish: Partial<SubscriptionRequest> = {},
): SubscriptionRequest => ({
  after,
  sendsCaughtUp: true,
  filter: createOrderFilter({}),
  heartbeatMs: undefined,
  ...wish,
})

/** The clock of a process that may be paused: what falls due meanwhile is done when it goes on. */
function createPausableClock() {
  const process = createVirtualClock()
  let pausedMs = 0
  const clock: VirtualClock = {
    ...process,
    now: () => process.now() + pausedMs,
    schedule: (due, act) => process.schedule(due - pausedMs, act),
  }

  /** Pauses the process just before its next timer. */
  function pause(ms: number): void {
    pausedMs += ms
  }

  return { clock, pause }
}

const dayMs = 24 * 60 * 60 * 1000

/**
 * A venue with its stream. Time stands still, the venue's and the connections', until it is moved;
 * `isQuiet` where both are one, and the market lets a day pass before it answers.
 */
export function openStream({ maxUnreadBytes = 1024 * 1024, isQuiet = false } = {}) {
  const { clock, pause } = createPausableClock()
  const venueClock = isQuiet ? clock : createVirtualClock()
  const chance = createChance('a seed')
  const venue = createVenue({
    clock: venueClock,
    chance,
    executionDelay: isQuiet ? { minMs: dayMs, maxMs: dayMs } : { minMs: 100, maxMs: 900 },
  })
  const faults = createStreamFaults(venueClock, chance)
  const stream = createStream(venue, { clock, faults, maxUnreadBytes })

  /** Places orders at the same moment. */
  const place = (count = 1, symbol = 'EURUSD') =>
    Promise.all(
      Array.from(
        { length: count },
        () => venue.place({ symbol, side: 'BUY', quantity: 1000 }) as Promise<PendingOrder>,
      ),
    )

  /** Lets the market answer all orders. */
  async function execute(): Promise<void> {
    venueClock.advance(900)
    await turn()
  }

  /** Lets somebody listen to what comes after a position. */
  function listen(after: number, wish: Partial<SubscriptionRequest> = {}) {
    const listener = createTestListener()
    const leave = stream.subscribe(listener, interestIn(after, wish))
    return Object.assign(listener, { leave })
  }

  return { venue, venueClock, clock, pause, faults, stream, place, execute, listen }
}

export const positionsOf = ({ orders }: TestListener) => orders.map(({ position }) => position)

/** The positions from one to another. */
export const positions = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, nth) => first + nth)

/** Lets a thing go on, turn by turn, until it is done; rejects when it does not get done. */
export async function until(isDone: () => boolean): Promise<void> {
  for (let turns = 0; !isDone(); turns++) {
    if (turns > 100_000) throw new Error(`Waited in vain for: ${isDone}`)
    await turn()
  }
}
