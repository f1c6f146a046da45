/** A platform that listens on a port, and what tests over real connections do with it. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { after } from 'node:test'
import { createRealClock, createVirtualClock, type Venue } from '../../../engine/index.ts'
import type { Limits } from '../../http/limits.ts'
import { createPlatform, type PlatformOptions } from '../../platform.ts'
import type { Route } from '../../server/forward.ts'
import { listen } from '../../server/listen.ts'

/** Whether this machine has an IPv6 address. */
export const hasIpv6 = Object.values(networkInterfaces()).some((addresses = []) =>
  addresses.some(({ family }) => family === 'IPv6'),
)

interface ServeOptions
  extends Pick<
    PlatformOptions,
    'maxUnreadBytes' | 'corsOrigins' | 'keepsJournal' | 'onReply' | 'outcomeHeaders'
  > {
  readonly latencyMs?: number
  readonly seed?: string
  readonly host?: string
  readonly allowedHosts?: readonly string[]
  readonly limits?: Partial<Limits>
  readonly route?: Route
}

/**
 * Starts a platform on a free port and closes it after the test. Its venue's clock is held, its own
 * is real. An internal error fails the test.
 */
export async function serve({
  latencyMs = 0,
  limits = {},
  host = '127.0.0.1',
  allowedHosts,
  route,
  ...options
}: ServeOptions = {}) {
  const venueClock = createVirtualClock()
  const clock = createRealClock()
  const bugs: string[] = []
  const platform = createPlatform({
    time: { mode: 'held', clock: venueClock },
    seed: 'a seed',
    latency: { minMs: latencyMs, maxMs: latencyMs },
    executionDelay: { minMs: 1500, maxMs: 3000 },
    onBug: (error) => bugs.push(error.message),
    ...options,
  })
  after(() => assert.deepEqual(bugs, []))
  const listening = await listen(platform, { host, port: 0, clock, allowedHosts, route, limits })
  after(() => listening.close(0))
  const { venue, stream } = platform.venues.main
  const port = Number(new URL(listening.url).port)
  return { ...platform, ...listening, venue, stream, venueClock, port }
}

/** Sends bytes and reads until the server closes the connection. */
export async function exchange(
  port: number,
  request: string | Uint8Array,
): Promise<{ head: string; body: string }> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  return { head, body }
}

/** Resolves once a condition holds; rejects after ten seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`This never became true: ${condition}`)
    await new Promise(setImmediate)
  }
}

/** The bytes of a valid WebSocket handshake. */
export const handshake = (target: string, connection = 'Connection: Upgrade, close') =>
  `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${connection}\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`

interface WithVenue {
  readonly venue: Venue
}

/** Places orders at the same moment. */
export const place = ({ venue }: WithVenue, count = 1, symbol = 'EURUSD') =>
  Promise.all(
    Array.from({ length: count }, () => venue.place({ symbol, side: 'BUY', quantity: 1000 })),
  )

/** Places orders in groups, so that clients keep up. */
export async function placeMany(at: WithVenue, count: number): Promise<void> {
  for (let placed = 0; placed < count; placed += 500) {
    await place(at, 500)
    await new Promise(setImmediate)
  }
}

/** Watches reads of a venue's log. Returns a function: the last position that was read from. */
export function watchReading({ venue }: WithVenue): () => number {
  const { changes } = venue
  let read = 0
  Object.assign(venue, {
    changes(after: number, limit: number) {
      read = Math.max(read, after)
      return changes(after, limit)
    },
  } satisfies Partial<Venue>)
  return () => read
}

/** Waits until nothing more is read from the log. Returns the last position that was read from. */
export async function whereReadingStops(read: () => number): Promise<number> {
  for (let before = -1; read() > before; ) {
    before = read()
    for (let turn = 0; turn < 500; turn++) await new Promise(setImmediate)
  }
  return read()
}
