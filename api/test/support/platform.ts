/** What tests over real connections share: a platform that listens, and a client that sends what it likes. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { text } from 'node:stream/consumers'
import { after } from 'node:test'
import { createRealClock, createVirtualClock } from '../../../engine/index.ts'
import type { Limits } from '../../http/limits.ts'
import { createPlatform, type PlatformOptions } from '../../platform.ts'
import { listen } from '../../server/listen.ts'

/** Whether this machine has an address of IPv6. */
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
}

/** A platform that listens on a free port, with its venue's time held and its own time real; closed when the test is over. */
export async function serve({
  latencyMs = 0,
  limits = {},
  host = '127.0.0.1',
  allowedHosts,
  ...options
}: ServeOptions = {}) {
  const venueClock = createVirtualClock()
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
  const listening = await listen(platform, {
    host,
    port: 0,
    clock: createRealClock(),
    allowedHosts,
    limits,
  })
  after(() => listening.close(0))
  const { url } = listening
  const { venue, stream } = platform.venues.main
  return { ...platform, ...listening, venue, stream, venueClock, port: Number(new URL(url).port) }
}

/** Sends bytes as they are and reads until the server closes the connection. */
export async function exchange(
  port: number,
  request: string | Uint8Array,
): Promise<{ head: string; body: string }> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
  return { head, body }
}

/** Resolves once a condition holds; rejects when it does not within ten seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 10_000
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited in vain for: ${condition}`)
    await new Promise(setImmediate)
  }
}

/** A WebSocket handshake that is right but for what it is given. */
export const handshake = (target: string, connection = 'Connection: Upgrade, close') =>
  `GET ${target} HTTP/1.1\r\nHost: localhost\r\n${connection}\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`
