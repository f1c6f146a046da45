import type { Reply } from './client.ts'
import type { DelayRange } from './delay-range.ts'

/** How late an answer may be. */
interface Allowance {
  /** The most, however long the latency is. */
  readonly mostMs: number
  /** For the machine, on top of a second longest latency. */
  readonly machineMs: number
  /** How late the client's own timers fired: the target may be as busy. */
  readonly ownMs: number
}

/**
 * The time after which an answer is too late, in milliseconds. For a fast target `mostMs` would be
 * a weak promise, so no answer may take much longer than twice the longest latency.
 */
export const latestAnswerMs = (
  { longestMs }: DelayRange,
  { mostMs, machineMs, ownMs }: Allowance,
): number => longestMs + Math.min(mostMs, longestMs + machineMs) + 2 * ownMs

type Timed = Pick<Reply, 'sentAt' | 'receivedAt'>

/** The least differences, as shares of that between the shortest and the longest latency. */
const leastSpread = 1 / 5
const leastOvertaking = 1 / 20

/**
 * Why the latencies of these replies were not drawn independently; undefined if they were, or if
 * the latency is constant. Requests that are served one after the other have different times as
 * well, but are answered in the order in which they were sent. So one reply has to overtake an
 * earlier one, unless the requests were not sent within one latency. With sixteen independent
 * latencies, each check fails by chance less than once in a million times.
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
