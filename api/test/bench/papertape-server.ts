/** papertape as `api/server.ts` puts it together, without latency, and with what a measurement asks of it. */
import { createChance, createRealClock, createVirtualClock, wait } from '../../../engine/index.ts'
import { createPlatform } from '../../platform.ts'
import { listen } from '../../server/listen.ts'
import { answer, childArgument, cpuMicros } from './child.ts'
import { finishedOrders, orderIdsOf } from './finished-orders.ts'
import { createMemoryWatch } from './memory-watch.ts'
import { createRecorder } from './recorder.ts'
import { type Pace, turns } from './turns.ts'

export interface PapertapeArgument {
  /** How many finished orders the log begins with. */
  readonly finished: number
  /** Whether to remember what the stream sends. */
  readonly recording?: boolean
  /** Whether no listener is ever sent away, however much it leaves unread. */
  readonly patient?: boolean
}

const { finished, recording = false, patient = false } = childArgument<PapertapeArgument>()

const clock = createRealClock()
const chance = createChance('bench')
/** A venue reads it at every placement, so that one process can serve several measurements. */
const executionDelay = { minMs: 50, maxMs: 150 }
const platform = createPlatform({
  time: { mode: 'real', clock },
  seed: 'bench',
  executionDelay,
  history: finishedOrders(finished, chance),
  latency: { minMs: 0, maxMs: 0 },
  // Time that stands still brings no pings, which one who reads nothing does not answer.
  ...(patient && { processClock: createVirtualClock(), maxUnreadBytes: 2 ** 30 }),
  onBug(error) {
    throw error
  },
})
const { venue, stream } = platform.venues.main
const memory = createMemoryWatch()
const recorder = recording ? createRecorder(stream, venue.position) : undefined
const listening = await listen(platform, { host: '127.0.0.1', port: 0, clock })

/** Resolves when no order is PENDING and everybody was told so. */
async function settled(): Promise<void> {
  while (venue.list({ orderStatus: 'PENDING', limit: 1 }).orders.length > 0) await wait(clock, 2)
  await wait(clock, 2)
}

const place = () => venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })

const answers = {
  url: () => listening.url,
  cpuMicros,
  settled,
  listeners: () => stream.size,
  delayExecution: (range: { minMs: number; maxMs: number }) =>
    void Object.assign(executionDelay, range),
  /** Finished orders from all over the history. */
  orderIds: (count: number) => orderIdsOf(finished, chance, count),
  async place(count: number) {
    const orders = []
    for (let nth = 0; nth < count; nth++) orders.push(await place())
    return orders.map(({ orderId }) => orderId)
  },
  /** Places orders one by one; answers, when all are executed, when each change was sent. */
  async stream(pace: Pace) {
    recorder?.clear()
    for await (const _ of turns(pace)) await place()
    await settled()
    return recorder?.sentAt() ?? []
  },
  /** From now on remembers how much memory the process takes at most. */
  async watchMemory() {
    await global.gc?.({ type: 'major', execution: 'async' })
    memory.begin()
  },
  /** By how many bytes it has grown at most since then. */
  memoryGrowth: () => memory.growth(),
  /** The messages that were sent meanwhile. */
  batches: () => recorder?.batches() ?? [],
}
export type PapertapeAnswers = typeof answers

answer(answers)
