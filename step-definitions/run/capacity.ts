import type { DelayRange } from '../support/delay-range.ts'
import type { Latencies } from '../support/latencies.ts'
import { latestAnswerMs } from '../support/latency-checks.ts'

/** How many requests to send at the same moment: more and more, so that a slow target gets few. */
const bursts = [8, 16, 48]

/** As many requests at once as a scenario of latency sends. */
const usual = 16

/**
 * A target that serves more than this many at once is late only for the Rule "Requests are served
 * in parallel", so it needs no care.
 */
const most = 8

/** How much later than promised the answers to 16 requests at once may be, on a busy machine. */
const allowance = { mostMs: 500, machineMs: 100 }

/**
 * How many requests a target serves at the same moment, rounded down; infinite if it serves more
 * than eight. A target that answers a burst in time serves it at once. Any other takes the sum of
 * all latencies, divided by the number that it serves at once.
 *
 * A late answer is measured once more, because this machine may have been busy. `send` gets the
 * number of the request in its burst.
 */
export async function measureCapacity(
  send: (nth: number) => Promise<unknown>,
  latency: DelayRange,
  now: () => number = () => performance.now(),
): Promise<number> {
  const timeAlone = async () => {
    const startedAt = now()
    await send(0).catch(() => {})
    return now() - startedAt
  }
  // A target may be slower than it promises, but still serve all requests at once.
  let aloneMs = await timeAlone()
  if (aloneMs > latency.longestMs) aloneMs = Math.min(aloneMs, await timeAlone())
  const actual = { ...latency, longestMs: Math.max(latency.longestMs, aloneMs) }
  for (const count of bursts) {
    const atOnce = await servedAtOnce(send, actual, count, now)
    if (atOnce > most) continue
    const again = await servedAtOnce(send, actual, count, now)
    if (again <= most) return Math.min(atOnce, again)
  }
  return Number.POSITIVE_INFINITY
}

async function servedAtOnce(
  send: (nth: number) => Promise<unknown>,
  latency: DelayRange,
  count: number,
  now: () => number,
): Promise<number> {
  const startedAt = now()
  const ends: number[] = []
  await Promise.allSettled(
    Array.from({ length: count }, async (_, nth) => {
      await send(nth)
      ends.push(now() - startedAt)
    }),
  )
  const lastMs = ends.at(-1) ?? 0
  const machineMs = allowance.machineMs * Math.max(1, count / usual)
  const latestMs = latestAnswerMs(latency, { ...allowance, machineMs, ownMs: 0 })
  if (ends.length === count && lastMs <= latestMs) return Number.POSITIVE_INFINITY
  // The requests that it did not answer in time may keep it busy.
  await send(0).catch(() => {})
  const meanMs = (latency.shortestMs + latency.longestMs) / 2
  return Math.max(1, Math.floor((ends.length * meanMs) / (lastMs || 1)))
}

type Measurable = 'place' | 'find' | 'list'

/**
 * The endpoints with the longest latency. The listing only if it alone has it: it may be long, and
 * would then measure something else.
 */
export function endpointsToMeasure(latencies: Pick<Latencies, Measurable>): Measurable[] {
  const longestMs = Math.max(...measurable.map((endpoint) => latencies[endpoint].longestMs))
  const slowest = measurable.filter((endpoint) => latencies[endpoint].longestMs === longestMs)
  return slowest.length > 1 ? slowest.filter((endpoint) => endpoint !== 'list') : slowest
}

const measurable: readonly Measurable[] = ['place', 'find', 'list']
