import type { DelayRange } from '../support/delay-range.ts'

/** How many requests to send at the same moment. */
const probes = 8

/** How many times to measure before a target counts as slow: this machine may be busy. */
const attempts = 2

/** Below this mean latency, a target may serve one request after the other without being late. */
const shortMs = 25

/** How much longer than its latency an idle machine may take. */
const machineMs = 20

/**
 * How many requests a target serves at the same moment; infinite if it served all probes at once.
 * Eight probes at once then take the longest latency. One after the other, they take at least four
 * times as long, because the mean latency is at least half of the longest.
 */
export async function measureCapacity(
  read: () => Promise<unknown>,
  latency: DelayRange,
): Promise<number> {
  if ((latency.shortestMs + latency.longestMs) / 2 < shortMs) return Number.POSITIVE_INFINITY
  let best = 0
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    best = Math.max(best, await capacityOnce(read, latency))
    if (best === Number.POSITIVE_INFINITY) break
  }
  return best
}

async function capacityOnce(
  read: () => Promise<unknown>,
  { shortestMs, longestMs }: DelayRange,
): Promise<number> {
  const startedAt = performance.now()
  const ends: number[] = []
  await Promise.allSettled(
    Array.from({ length: probes }, async () => {
      await read()
      ends.push(performance.now() - startedAt)
    }),
  )
  const [firstMs = 0, lastMs = 0] = [ends[0], ends.at(-1)]
  // A target may be slower than it promises, but still serve all requests at once.
  const isSlow = firstMs > 2 * longestMs
  const longMs = isSlow ? firstMs : longestMs
  if (ends.length === probes && lastMs <= 2 * longMs + machineMs) return Number.POSITIVE_INFINITY
  const meanMs = isSlow ? firstMs : (shortestMs + longestMs) / 2
  // Rounded down: one request too many at once would make each of them late.
  const atOnce = Math.max(1, Math.floor((ends.length * meanMs) / (lastMs || 1)))
  return atOnce < probes ? atOnce : Number.POSITIVE_INFINITY
}
