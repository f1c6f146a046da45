import type { DelayRange } from './delay-range.ts'
import { claims, connectMs, executionDelay, latency, requestsAtOnce } from './settings.ts'
import {
  isAlone,
  isInTime,
  isInTimeTwice,
  isQuiet,
  isRealTime,
  needsManyAtOnce,
  type Tagged,
} from './tags.ts'

/** The delays that decide whether a cancellation comes in time. */
export interface Delays {
  readonly latency: DelayRange
  readonly executionDelay: DelayRange
  /** How long it takes to connect. */
  readonly connectMs: number
}

/** The time left for a cancellation before its order can be due, and the time that it needs. */
interface Slack {
  readonly ms: number
  readonly neededMs: number
  /** How many requests, one after the other, have to be in time. */
  readonly requests: number
}

/** How long an idle machine may take for a request. */
const machineMs = 20

/** Enough slack to be in time while other scenarios keep every core busy. */
const comfortableMs = 500

/** Enough slack to be in time while many scenarios wait in real time, and wake up together. */
const comfortableInCrowdMs = 1000

/**
 * An order is PENDING from its confirmation until at least the shortest execution delay. Each
 * request that has to be in time takes at most one latency, one connection setup and one round trip.
 */
export const slackIn = ({ latency, executionDelay, connectMs }: Delays, requests = 1): Slack => ({
  ms: executionDelay.shortestMs - requests * latency.longestMs,
  neededMs: requests * (machineMs + 2 * connectMs),
  requests,
})

/** Why a cancellation may come too late; undefined if it cannot. */
export function whyUnreachable({ ms, neededMs, requests }: Slack): string | undefined {
  if (ms >= neededMs) return undefined
  const latencies = `the longest latency${requests === 1 ? '' : ` × ${requests}`}`
  return (
    `being in time needs ${neededMs} ms between ${latencies} and the shortest execution delay, ` +
    `but the target leaves ${ms}`
  )
}

const slack = slackIn({ latency, executionDelay, connectMs })
const slackForTwo = slackIn({ latency, executionDelay, connectMs }, 2)

/**
 * The slack of a scenario that has to be in time; undefined if it need not, or can hold the clock.
 */
function slackOf(scenario: Tagged): Slack | undefined {
  if (!isRealTime(scenario) && claims.has('control')) return undefined
  if (isInTimeTwice(scenario)) return slackForTwo
  return isInTime(scenario) ? slack : undefined
}

/**
 * Whether a scenario must run alone: it measures time, or has little slack. Without control so many
 * scenarios run at once that a @quiet one has to run alone as well.
 */
export const runsAlone = (scenario: Tagged) =>
  isAlone(scenario) ||
  (isQuiet(scenario) && !claims.has('control')) ||
  slackIsLess(scenario, comfortableMs)

/** Whether only a few scenarios may run beside this one: many would make its requests too late. */
export const needsFewNeighbours = (scenario: Tagged) =>
  !claims.has('control') && slackIsLess(scenario, comfortableInCrowdMs)

function slackIsLess(scenario: Tagged, thanMs: number): boolean {
  const own = slackOf(scenario)
  return own !== undefined && own.ms < thanMs
}

/**
 * Why the requests of a scenario could be too late without a fault of the target; undefined if not.
 */
export function whyTooLate(scenario: Tagged): string | undefined {
  const own = slackOf(scenario)
  return own && whyUnreachable(own)
}

/** Why a target that serves few requests at once cannot be judged by this scenario, if it cannot. */
export function whyTooMany(scenario: Tagged): string | undefined {
  const atOnce = requestsAtOnce()
  if (!needsManyAtOnce(scenario) || atOnce === Number.POSITIVE_INFINITY) return undefined
  const requests = atOnce === 1 ? 'one request' : `${atOnce} requests`
  return `it needs many requests at the same moment, and the target answers ${requests} at a time`
}
