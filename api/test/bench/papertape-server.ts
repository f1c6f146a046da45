/** papertape without latency, with the operations that a measurement needs. */
import { createChance, createRealClock, createVirtualClock, wait } from '../../../engine/index.ts'
import { createOrderFilter } from '../../broadcast/order-filter.ts'
import type { Encoding } from '../../broadcast/sink.ts'
import { type OpenedCluster, openCluster } from '../../cluster/open-cluster.ts'
import { tradingRoute } from '../../cluster/routes.ts'
import { createControlApp } from '../../control/control-app.ts'
import { ControlRefusal } from '../../control-client/control-request.ts'
import { clientIn } from '../../control-client/in-process.ts'
import { createOrigins } from '../../http/origins.ts'
import { createPlatform } from '../../platform.ts'
import { listen } from '../../server/listen.ts'
import { openSqliteStore } from '../../stores/sqlite-store.ts'
import { advance } from '../../venues/advance.ts'
import { createDurableVenues } from '../../venues/durable-venues.ts'
import type { HostedVenueOptions } from '../../venues/hosted-venue.ts'
import { loadVenues } from '../../venues/venues.ts'
import { answer, childArgument, cpuMicros } from './child.ts'
import { finishedOrders, orderIdsOf } from './finished-orders.ts'
import { now, type Pace, turns } from './turns.ts'

export interface PapertapeArgument {
  /** How many finished orders the log starts with. */
  readonly finished?: number
  /** Whether to record what the stream sends. */
  readonly isRecording?: boolean
  /** Whether the venue's time is held. */
  readonly isHeld?: boolean
  /** The SQLite file or the NATS servers that keep the venue; in memory by default. */
  readonly store?: string
}

const { finished = 0, isRecording, isHeld, store } = childArgument<PapertapeArgument>()

const clock = createRealClock()
const heldClock = createVirtualClock()
const chance = createChance('bench')
/** Mutable: a venue reads it for every placement. */
const executionDelay = { minMs: 50, maxMs: 150 }
const onBug = (error: Error) => {
  throw error
}
const options: Omit<HostedVenueOptions, 'name'> = {
  time: isHeld ? { mode: 'held', clock: heldClock } : { mode: 'real', clock },
  seed: 'bench',
  executionDelay,
  history: finishedOrders(finished, chance),
  latency: { minMs: 0, maxMs: 0 },
  processClock: clock,
}
/** When this node took over venues. */
const takenAt: number[] = []
const { loaded, cluster }: Partial<OpenedCluster> = store ? await open(store) : {}
const platform = createPlatform({ ...options, loaded, onBug })
cluster?.attach(platform.venues)
const { main } = platform.venues
const { venue, stream } = main
const route = cluster && tradingRoute(cluster, platform.venues)
const listening = await listen(platform, { host: '127.0.0.1', port: 0, clock, route })
cluster?.membership.announce({ url: listening.url })
/** Opens a venue. Repeats while a node is too busy to say whether it has the venue. */
async function openOnce(draft: object): Promise<void> {
  for (;;) {
    try {
      return await control('POST', '/venues', draft)
    } catch (error) {
      const isTemporary =
        error instanceof ControlRefusal && error.problem.outcome === 'not-recorded'
      if (!isTemporary) throw error
    }
  }
}

const { request: control } = clientIn(
  createControlApp({
    venues: platform.venues,
    origins: createOrigins(),
    trading: platform.app,
    processClock: clock,
    onBug,
  }),
)

async function open(store: string): Promise<Partial<OpenedCluster>> {
  if (!store.startsWith('nats:')) {
    const durable = createDurableVenues(await openSqliteStore(store))
    return { loaded: await loadVenues(durable, options) }
  }
  return openCluster(store, options, {
    onProgress() {},
    onRole(_venue, role) {
      if (role === 'owner') takenAt.push(now())
    },
    onProblem(_venue, error) {
      throw error
    },
  })
}

const place = () => venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })

/** Resolves when no order is PENDING and all messages are sent. */
async function settled(): Promise<void> {
  for (const { venue } of platform.venues.list()) {
    while (venue.list({ orderStatus: 'PENDING', limit: 1 }).orders.length > 0) await wait(clock, 2)
  }
  await wait(clock, 2)
}

/** The messages that were sent together, and when. */
let batches: string[][] = []
let sentAt: number[] = []
const lines: Encoding = {
  encode: (messages) => Buffer.from(messages.map(({ text }) => text).join('\n')),
}
if (isRecording) {
  // The stream sends to the first subscription first, so these times are the earliest.
  stream.subscribe(
    {
      encoding: lines,
      unreadBytes: 0,
      send(bytes) {
        const batch = String(bytes).split('\n')
        batches.push(batch)
        for (const _ of batch) sentAt.push(now())
      },
      delivered: () => Promise.resolve(),
      ping() {},
      cutOff() {},
      close() {},
    },
    {
      after: venue.position,
      sendsCaughtUp: false,
      filter: createOrderFilter({}),
      heartbeatMs: undefined,
    },
  )
}

let rssBefore = 0
let rssPeak = 0
const watchRss = () => {
  rssPeak = Math.max(rssPeak, process.memoryUsage.rss())
}

const names = (count: number) => Array.from({ length: count }, (_, nth) => `bench-${nth}`)

async function openVenues(count: number): Promise<void> {
  for (const name of names(count))
    await control('POST', '/venues', { name, clock: { mode: 'held' } })
}

async function closeVenues(count: number): Promise<void> {
  for (const name of names(count)) await control('DELETE', `/venues/${name}`)
}

/** The memory in use, inside and outside the heap, after a garbage collection. */
async function usedBytes(): Promise<number> {
  await global.gc?.({ type: 'major', execution: 'async' })
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const dayMs = 24 * 60 * 60 * 1000

const operations = {
  url: () => listening.url,
  cpuMicros,
  settled,
  usedBytes,
  delayExecution: (range: { minMs: number; maxMs: number }) =>
    void Object.assign(executionDelay, range),

  /** Ids of finished orders, evenly spread over the history. */
  orderIds: (count: number) => orderIdsOf(finished, chance, count),

  /** Places orders. Returns their ids. */
  async place(count: number) {
    const orders = []
    for (let nth = 0; nth < count; nth++) orders.push(await place())
    return orders.map(({ orderId }) => orderId)
  },

  /** Places orders one by one and waits for their execution. Returns when each change was sent. */
  async stream(pace: Pace) {
    batches = []
    sentAt = []
    for await (const _ of turns(pace)) await place()
    await settled()
    return sentAt
  },

  /** The messages of the last `stream`. */
  batches: () => batches,

  /** Starts to measure the peak of the resident set. */
  async watchMemory() {
    await usedBytes()
    rssBefore = rssPeak = process.memoryUsage.rss()
    setInterval(watchRss, 5)
  },

  /** Peak growth of the resident set since `watchMemory`, in bytes. */
  memoryGrowth: () => rssPeak - rssBefore,

  /** What an empty venue keeps in memory, and what remains after it is closed. */
  async bytesPerVenue(count: number) {
    // The first round compiles code and fills caches.
    await openVenues(count)
    await closeVenues(count)
    const before = await usedBytes()
    await openVenues(count)
    const open = await usedBytes()
    await closeVenues(count)
    return { open: (open - before) / count, closed: ((await usedBytes()) - before) / count }
  },

  /** Opens durable venues, several at a time. Their orders are executed as those of the main venue. */
  async openDurable(names: string[]) {
    const rest = names.values()
    const openRest = async () => {
      for (const name of rest) await openOnce({ name, durable: true, journal: false })
    }
    await Promise.all(Array.from({ length: 16 }, openRest))
  },

  /** How many venues this node has, those that it follows among them. */
  venueCount: () => platform.venues.list().length,

  takenAt: () => takenAt,

  /** The memory of the process after a garbage collection, in bytes. */
  async memory() {
    return { heap: await usedBytes(), resident: process.memoryUsage.rss() }
  },

  /** Places orders over a day of held time, advanced in equal steps. Returns real milliseconds. */
  async tradeForADay({ orders, steps }: { orders: number; steps: number }) {
    const start = performance.now()
    for (let step = 0; step < steps; step++) {
      for (let nth = 0; nth < orders / steps; nth++) await place()
      await advance(main, heldClock, { byMs: dayMs / steps }, 0)
    }
    return performance.now() - start
  },
}
export type Papertape = typeof operations

answer(operations)
