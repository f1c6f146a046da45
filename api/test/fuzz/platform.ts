/** papertape in its own process. It reports its errors and what it keeps in memory. */
import {
  createRealClock,
  createVirtualClock,
  type OrderEvent,
  type Venue,
  type VirtualClock,
} from '../../../engine/index.ts'
import { createControlApp } from '../../control/control-app.ts'
import type { ControlRequest } from '../../control-client/control-request.ts'
import { clientIn } from '../../control-client/in-process.ts'
import { createOrigins } from '../../http/origins.ts'
import { createPlatform } from '../../platform.ts'
import { type Listening, listen, type Platform } from '../../server/listen.ts'
import { answer } from '../bench/child.ts'
import { openAndClose } from './venue-churn.ts'

/** What the process holds after a garbage collection. */
export interface Vitals {
  readonly heapBytes: number
  /** What keeps the process alive, counted by kind: sockets, servers, timers. */
  readonly resources: Readonly<Record<string, number>>
  readonly listeners: number
  /** How many closed or replaced venues are still in memory. */
  readonly former: number
  readonly position: number
}

const errors: string[] = []
const note = (source: string) => (error: unknown) =>
  void errors.push(`${source}: ${error instanceof Error ? error.stack : error}`)
process.on('uncaughtException', note('uncaught'))
process.on('warning', note('warning'))
// node-server prints when it cannot finish a reply.
console.error = note('console')

async function open(history: readonly OrderEvent[]): Promise<void> {
  const clock = createVirtualClock()
  const processClock = createRealClock()
  const onBug = note('unexpected error')
  const platform = createPlatform({
    time: { mode: 'held', clock },
    processClock,
    seed: 'fuzz',
    latency: { minMs: 0, maxMs: 0 },
    executionDelay: { minMs: 0, maxMs: 500 },
    outcomeHeaders: true,
    history,
    onBug,
  })
  const { venues } = platform
  const { request: control } = clientIn(
    createControlApp({
      venues,
      origins: createOrigins(),
      trading: platform.app,
      processClock,
      onBug,
    }),
  )
  const listening = await listen(platform, { host: '127.0.0.1', port: 0, clock: processClock })
  current = { clock, platform, control, listening }
}

// Assigned in `open`: a promise with it as its value would keep a former platform in memory.
let current: {
  readonly clock: VirtualClock
  readonly platform: Platform
  readonly control: ControlRequest
  readonly listening: Listening
}
await open([])
/** Venues that the garbage collector has not freed yet. */
let former: WeakRef<Venue>[] = []
let trading: NodeJS.Timeout | undefined

// Fast venue time: executions come soon, and requests that wait for a position give up soon.
setInterval(() => current.clock.advance(50), 2)

// `startChild` passes --expose-gc.
const collectGarbage = globalThis.gc as NodeJS.GCFunction

/** The heap in bytes, after garbage collections until one frees nothing. */
async function leastHeapBytes(): Promise<number> {
  for (let least = Number.POSITIVE_INFINITY; ; ) {
    await new Promise(setImmediate)
    // `last-resort` also drops compiled code that is not running.
    collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    former = former.filter((venue) => venue.deref())
    const { heapUsed } = process.memoryUsage()
    if (heapUsed >= least) return least
    least = heapUsed
  }
}

const operations = {
  port: () => Number(new URL(current.listening.url).port),

  /** Places an order at each interval, so that the stream has messages. Undefined stops it. */
  trade({ everyMs }: { everyMs: number | undefined }) {
    clearInterval(trading)
    if (everyMs === undefined) return
    trading = setInterval(() => {
      current.platform.venues.main.venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
    }, everyMs)
  },

  /** Opens and closes venues, one after the other. */
  async openAndClose({ venues }: { venues: number }) {
    for (let nth = 0; nth < venues; nth++) {
      const gone = await openAndClose(current.platform, current.control, nth)
      former.push(...gone.map((venue) => new WeakRef(venue)))
    }
  },

  /** The errors since the last call. */
  errors: () => errors.splice(0),

  async vitals(): Promise<Vitals> {
    const heapBytes = await leastHeapBytes()
    const resources: Record<string, number> = {}
    for (const kind of process.getActiveResourcesInfo()) {
      resources[kind] = (resources[kind] ?? 0) + 1
    }
    const { stream, venue } = current.platform.venues.main
    return {
      heapBytes,
      resources,
      listeners: stream.size,
      former: former.length,
      position: venue.position,
    }
  },

  /** Replaces the platform with a new one, with the same log or an empty one. */
  async renew({ keepLog }: { keepLog: boolean }) {
    const { venue } = current.platform.venues.main
    former.push(new WeakRef(venue))
    await current.listening.close(0)
    await open(keepLog ? venue.events(0, venue.position) : [])
  },
}
export type FuzzOperations = typeof operations

answer(operations)
