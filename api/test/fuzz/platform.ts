/** papertape in a process of its own, with what a fuzz wants to know of it: faults, and what is left behind. */
import {
  createRealClock,
  createVirtualClock,
  type OrderEvent,
  type Venue,
  type VirtualClock,
} from '../../../engine/index.ts'
import { createControlApp } from '../../control/control-app.ts'
import { type ControlRequest, requestIn } from '../../control/venue-control.ts'
import { createOrigins } from '../../http/origins.ts'
import { createPlatform } from '../../platform.ts'
import { type Listening, listen, type Platform } from '../../server/listen.ts'
import { answer } from '../bench/child.ts'
import { openAndClose } from './venue-churn.ts'

/** What a process holds after its garbage is collected. */
export interface Vitals {
  readonly heapBytes: number
  /** What keeps the process alive, and how many of each kind: sockets, servers, timers. */
  readonly resources: Readonly<Record<string, number>>
  readonly listeners: number
  /** How many venues that were closed, or were there before it began anew, are still in memory. */
  readonly former: number
  readonly position: number
}

const faults: string[] = []
const note = (what: string) => (error: unknown) =>
  void faults.push(`${what}: ${error instanceof Error ? error.stack : error}`)
process.on('uncaughtException', note('uncaught'))
process.on('warning', note('warning'))
// Of node-server, for a reply that it cannot finish.
console.error = note('console')

let clock: VirtualClock
let platform: Platform
let control: ControlRequest
let listening: Listening
/** The venues that must be out of memory, as far as they are not known to be. */
let former: WeakRef<Venue>[] = []

async function open(history: readonly OrderEvent[]): Promise<void> {
  clock = createVirtualClock()
  const realClock = createRealClock()
  platform = createPlatform({
    time: { mode: 'held', clock },
    processClock: realClock,
    seed: 'fuzz',
    latency: { minMs: 0, maxMs: 0 },
    executionDelay: { minMs: 0, maxMs: 500 },
    outcomeHeaders: true,
    history,
    onBug: note('bug'),
  })
  const { venues } = platform
  const origins = createOrigins()
  control = requestIn(
    createControlApp({ venues, origins, processClock: realClock, onBug: note('bug') }),
  )
  listening = await listen(platform, { host: '127.0.0.1', port: 0, clock: realClock })
}

// The venue's time runs fast, so that nobody waits long for an execution, or in vain for a position.
setInterval(() => clock.advance(50), 2)

const collectGarbage = globalThis.gc as NodeJS.GCFunction

/** The heap in bytes, collected until that frees nothing more. */
async function collected(): Promise<number> {
  for (let least = Number.POSITIVE_INFINITY; ; ) {
    await new Promise(setImmediate)
    // As when memory runs out: code that is not running goes as well, whenever it ran last.
    collectGarbage({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    former = former.filter((one) => one.deref())
    const { heapUsed } = process.memoryUsage()
    if (heapUsed >= least) return least
    least = heapUsed
  }
}

let trading: NodeJS.Timeout | undefined

const answers = {
  /** Lets orders be placed all the time, or no more, so that there is something to be heard. */
  trade({ everyMs }: { everyMs: number | undefined }) {
    clearInterval(trading)
    if (everyMs === undefined) return
    trading = setInterval(() => {
      platform.venues.main.venue
        .place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
        .catch(note('trade'))
    }, everyMs)
  },
  /** Lets so many venues come and go, one after the other. */
  async comeAndGo({ venues }: { venues: number }) {
    for (let nth = 0; nth < venues; nth++) {
      const gone = await openAndClose(platform, control, nth)
      former.push(...gone.map((venue) => new WeakRef(venue)))
    }
  },
  port: () => Number(new URL(listening.url).port),
  /** What went wrong inside since it was asked last. */
  faults: () => faults.splice(0),
  async vitals(): Promise<Vitals> {
    const heapBytes = await collected()
    const resources: Record<string, number> = {}
    for (const kind of process.getActiveResourcesInfo()) {
      resources[kind] = (resources[kind] ?? 0) + 1
    }
    const { stream, venue } = platform.venues.main
    return {
      heapBytes,
      resources,
      listeners: stream.size,
      former: former.length,
      position: venue.position,
    }
  },
  /** Begins anew with the same log, or with none: nothing else is left of what was. */
  async renew({ keepLog }: { keepLog: boolean }) {
    const { venue } = platform.venues.main
    former.push(new WeakRef(venue))
    await listening.close(0)
    await open(keepLog ? venue.events(0, venue.position) : [])
  },
}
export type FuzzAnswers = typeof answers

await open([])
answer(answers)
