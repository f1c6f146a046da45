import type { Reply } from './client.ts'
import type { DelayRange } from './delay-range.ts'

/** How late an answer may be. */
interface Allowance {
  /** The most, however long the latency is. */
  readonly mostMs: number
  /** Machine allowance, added to twice the longest latency. */
  readonly machineMs: number
  /** How late the client's own timers fired: the target may be as busy. */
  readonly ownMs: number
}

/**
 * The time after which an answer is too late, in milliseconds. For a fast target `mostMs` would be
 * too lenient, so no answer may take much longer than twice the longest latency.
 */
export const latestAnswerMs = (
  { longestMs }: DelayRange,
  { mostMs, machineMs, ownMs }: Allowance,
): number => longestMs + Math.min(mostMs, longestMs + machineMs) + 2 * ownMs

type Timed = Pick<Reply, 'sentAt' | 'receivedAt'>

/** Minimum spread and overtaking, as a share of the latency range. */
const leastSpread = 1 / 5
const leastOvertaking = 1 / 20

/**
 * Why the latencies of these replies were not drawn independently; undefined if they were, or if
 * the latency is constant. Serial processing also gives different times, but keeps the order. So at
 * least one reply must overtake an earlier one, unless the sends took longer than the latency
 * range. With sixteen independent latencies, each check fails by chance less than once in a million
 * times.
 */
export function whyNotIndependent(
  replies: readonly Timed[],
  { shortestMs, longestMs }: DelayRange,
): string | undefined {
  const rangeMs = longestMs - shortestMs
  const spreadMs = spreadOf(replies.map(({ sentAt, receivedAt }) => receivedAt - sentAt))
  if (spreadMs < rangeMs * leastSpread) {
    return `the times of all answers are within ${Math.round(spreadMs)} ms`
  }
  const areAtOnce = spreadOf(replies.map(({ sentAt }) => sentAt)) <= rangeMs
  const byMs = longestOvertaking(replies)
  if (!areAtOnce || byMs >= rangeMs * leastOvertaking) return undefined
  return `the answers came in the order of the requests, give or take ${Math.round(byMs)} ms`
}

/** The difference between the least and the greatest time. */
export const spreadOf = (times: readonly number[]): number =>
  Math.max(...times) - Math.min(...times)

/** The most by which a reply came before the reply to an earlier request. */
function longestOvertaking(replies: readonly Timed[]): number {
  let latestAt = Number.NEGATIVE_INFINITY
  let mostMs = 0
  for (const { receivedAt } of replies.toSorted((a, b) => a.sentAt - b.sentAt)) {
    mostMs = Math.max(mostMs, latestAt - receivedAt)
    latestAt = Math.max(latestAt, receivedAt)
  }
  return mostMs
}
