/** A venue with its stream, without connections. */
import {
  createChance,
  createVenue,
  createVirtualClock,
  type PendingOrder,
  type VirtualClock,
} from '../../../engine/index.ts'
import { createOrderFilter } from '../../broadcast/order-filter.ts'
import { createStream } from '../../broadcast/stream.ts'
import type { SubscriptionRequest } from '../../broadcast/subscription.ts'
import { createStreamFaults } from '../../faults/stream-faults.ts'
import { turn } from './app.ts'
import { createTestListener, type TestListener } from './listener.ts'

/** A subscription to everything after a position, except for what `changed` names. */
export const subscriptionRequest = (
  after: number,
  changed: Partial<SubscriptionRequest> = {},
): SubscriptionRequest => ({
  after,
  sendsCaughtUp: true,
  filter: createOrderFilter({}),
  heartbeatMs: undefined,
  ...changed,
})

/** A process clock that can be paused: timers that fall due during a pause run after it. */
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
 * Opens a venue with its stream. The clocks of the venue and of the connections are held. With
 * `isQuiet` they are the same clock, and orders stay PENDING for a day.
 */
export function openStream({ maxUnreadBytes = 1024 * 1024, isQuiet = false } = {}) {
  const { clock, pause } = createPausableClock()
  const venueClock = isQuiet ? clock : createVirtualClock()
  const chance = createChance('a seed')
  const executionDelay = isQuiet ? { minMs: dayMs, maxMs: dayMs } : { minMs: 100, maxMs: 900 }
  const venue = createVenue({ clock: venueClock, chance, executionDelay })
  const faults = createStreamFaults(venueClock, chance)
  const stream = createStream(venue, { clock, faults, maxUnreadBytes })

  /** Places orders at the same moment. */
  const place = (count = 1, symbol = 'EURUSD') =>
    Promise.all(
      Array.from(
        { length: count },
        // This venue refuses no ticket.
        () => venue.place({ symbol, side: 'BUY', quantity: 1000 }) as PendingOrder,
      ),
    )

  /** Executes all orders. */
  async function execute(): Promise<void> {
    venueClock.advance(900)
    await turn()
  }

  /** Subscribes a listener to everything after a position. */
  function listen(after: number, changed: Partial<SubscriptionRequest> = {}) {
    const listener = createTestListener()
    const leave = stream.subscribe(listener, subscriptionRequest(after, changed))
    return Object.assign(listener, { leave })
  }

  return { venue, venueClock, clock, pause, faults, stream, place, execute, listen }
}

export const positionsOf = ({ orders }: TestListener) => orders.map(({ position }) => position)

/** The positions from `first` to `last`, inclusive. */
export const positions = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, nth) => first + nth)
