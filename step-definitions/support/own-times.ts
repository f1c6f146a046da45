import type { Reply } from './client.ts'
import type { DelayRange } from './delay-range.ts'

/** When a question was asked, and when it was answered, on one clock. */
type Answered = Pick<Reply, 'sentAt' | 'receivedAt'>

/** What the differences have to be at least, as shares of that between the shortest and the longest latency. */
const leastSpread = 1 / 5
const leastOvertaking = 1 / 20

/**
 * Why answers did not wait for times of their own, unless the latency is constant; undefined where they
 * did. Those who are served one after the other are drawn apart by that alone, but then they are answered
 * in the order in which they asked: so one has to overtake another that asked before. That is left out
 * where they did not ask within one latency of each other. Sixteen who wait for times of their own fail by
 * chance less than once in a million times, in either way.
 */
export function whyNotIndependent(
  answered: readonly Answered[],
  { shortestMs, longestMs }: DelayRange,
): string | undefined {
  const rangeMs = longestMs - shortestMs
  const spreadMs = spreadOf(answered.map(({ sentAt, receivedAt }) => receivedAt - sentAt))
  if (spreadMs < rangeMs * leastSpread) return `they all came within ${Math.round(spreadMs)} ms`
  const areAtOnce = spreadOf(answered.map(({ sentAt }) => sentAt)) <= rangeMs
  const byMs = overtakenBy(answered)
  if (!areAtOnce || byMs >= rangeMs * leastOvertaking) return undefined
  return `they came in the order in which they were asked for, give or take ${Math.round(byMs)} ms`
}

/** From the least to the greatest of several times. */
export const spreadOf = (times: readonly number[]): number =>
  Math.max(...times) - Math.min(...times)

/** By how much sooner at most one was answered than another who had asked before. */
function overtakenBy(answered: readonly Answered[]): number {
  let latestAt = Number.NEGATIVE_INFINITY
  let mostMs = 0
  for (const { receivedAt } of answered.toSorted((a, b) => a.sentAt - b.sentAt)) {
    mostMs = Math.max(mostMs, latestAt - receivedAt)
    latestAt = Math.max(latestAt, receivedAt)
  }
  return mostMs
}
