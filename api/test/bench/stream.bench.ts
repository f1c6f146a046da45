import type { Bare } from './bare-server.ts'
import { type Child, startChild } from './child.ts'
import {
  type Comparison,
  compare,
  type Effort,
  type Figures,
  type Limit,
  percentiles,
} from './comparison.ts'
import type { ServerOperations } from './http-load.ts'
import { type Listeners, openListeners } from './listeners.ts'
import type { Papertape } from './papertape-server.ts'
import type { Pace } from './turns.ts'

/** Compares the stream with a broadcast of the same bytes with plain `ws`. */
export async function measureStream(effort: Effort): Promise<Comparison[]> {
  return [await measureFanOut(100, effort), await measureFanOut(1000, effort)]
}

interface Deliveries {
  readonly count: number
  readonly wallMs: number
  readonly cpuMicros: number
  /** From the moment the server sent a message to the first client until it arrived. */
  readonly delaysMs: readonly number[]
}

/** Measures the deliveries of what `send` sends. `send` returns when each message was sent. */
async function deliver(
  server: Child<ServerOperations>,
  listeners: Listeners,
  send: () => Promise<readonly number[]>,
): Promise<Deliveries> {
  listeners.reset()
  const before = await server.ask('cpuMicros')
  const sentAt = await send()
  const arrivals = await listeners.received(sentAt.length)
  const cpuMicros = (await server.ask('cpuMicros')) - before
  const lastArrival = Math.max(...arrivals.map((times) => times.at(-1) ?? 0))
  return {
    count: arrivals.length * sentAt.length,
    wallMs: lastArrival - (sentAt[0] ?? 0),
    cpuMicros,
    delaysMs: arrivals.flatMap((times) => times.map((at, nth) => at - (sentAt[nth] ?? 0))),
  }
}

/** Throughput at full speed; delays at a pace that causes no queues. */
const figuresOf = (fast: Deliveries, slow: Deliveries): Figures => ({
  perSecond: (fast.count / fast.wallMs) * 1000,
  cpuMicros: fast.cpuMicros / fast.count,
  ...percentiles(slow.delaysMs),
})

/** As many orders as possible, but fewer than fill the buffer of a client. */
const fastPace = ({ forMs }: Limit): Pace => ({ forMs, everyMs: 0, atMost: 1500 })

/** So few orders that no message waits for the previous one. */
const slowPace = (size: number, { forMs }: Limit): Pace => ({
  forMs,
  everyMs: size / 5,
  atMost: 20,
})

async function measureFanOut(size: number, effort: Effort): Promise<Comparison> {
  const papertape = startChild<Papertape>('./papertape-server.ts', { isRecording: true })
  const bare = startChild<Bare>('./bare-server.ts')
  const ofPapertape = await openListeners(await papertape.ask('url'), size)
  const ofBare = await openListeners(await bare.ask('url'), size)
  await papertape.ask('delayExecution', { minMs: 1, maxMs: 20 })

  /** What papertape sent last, which the baseline repeats. */
  let fastBatches: string[][] = []
  let slowBatches: string[][] = []
  const stream = (pace: Pace) =>
    deliver(papertape, ofPapertape, () => papertape.ask('stream', pace))
  const broadcast = (batches: string[][], everyMs: number) =>
    deliver(bare, ofBare, () => bare.ask('broadcast', { batches, everyMs }))

  const name = `changes to ${size.toLocaleString('en')} WebSocket clients`
  const comparison = await compare(name, 0.8, effort, {
    async subject(limit) {
      const fast = await stream(fastPace(limit))
      fastBatches = await papertape.ask('batches')
      const slow = await stream(slowPace(size, limit))
      slowBatches = await papertape.ask('batches')
      return figuresOf(fast, slow)
    },
    // Each order makes two changes, so the baseline sends twice as often.
    baseline: async (limit) =>
      figuresOf(
        await broadcast(fastBatches, 0),
        await broadcast(slowBatches, slowPace(size, limit).everyMs / 2),
      ),
  })
  ofPapertape.close()
  ofBare.close()
  await Promise.all([papertape.stop(), bare.stop()])
  return comparison
}
