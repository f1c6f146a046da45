import type { Child } from './child.ts'
import { type Figures, percentiles } from './comparison.ts'
import type { ServerAnswers } from './http-round.ts'
import type { Listeners } from './listeners.ts'

/** Messages that reached everybody. */
export interface Deliveries {
  readonly count: number
  readonly wallMs: number
  readonly cpuMicros: number
  /** From when a message was sent to the first of all until it arrived. */
  readonly delaysMs: readonly number[]
}

/** Has a server send messages to its listeners; `send` answers when each was sent. */
export async function deliver(
  server: Child<ServerAnswers>,
  listeners: Listeners,
  send: () => Promise<readonly number[]>,
): Promise<Deliveries> {
  listeners.reset()
  const before = await server.ask('cpuMicros')
  const sentAt = await send()
  const arrivals = await listeners.heard(sentAt.length)
  const after = await server.ask('cpuMicros')
  const lastArrival = Math.max(...arrivals.map((times) => times.at(-1) as number))
  return {
    count: arrivals.length * sentAt.length,
    wallMs: lastArrival - (sentAt[0] as number),
    cpuMicros: after - before,
    delaysMs: arrivals.flatMap((times) => times.map((at, nth) => at - (sentAt[nth] as number))),
  }
}

/** Throughput from messages sent as fast as can be, delays from some that were sent without haste. */
export const fanOutFigures = (flatOut: Deliveries, unhurried: Deliveries): Figures => ({
  perSecond: (flatOut.count / flatOut.wallMs) * 1000,
  cpuMicros: flatOut.cpuMicros / flatOut.count,
  ...percentiles(unhurried.delaysMs),
})
