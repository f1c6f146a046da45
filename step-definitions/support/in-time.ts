import type { DelayRange } from './delay-range.ts'
import { envelopeOf } from './latencies.ts'
import { claims, connectMs, executionDelay, latencies, requestsAtOnce } from './settings.ts'
import {
  isAlone,
  isInTime,
  isInTimeTwice,
  isQuiet,
  isRealTime,
  needsManyAtOnce,
  type Tagged,
} from './tags.ts'
import { times } from './times.ts'

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
  const [request, latencies] =
    requests === 1
      ? ['a request', 'the longest latency']
      : [`${requests} requests`, `${requests} times the longest latency`]
  const found = ms < 0 ? `${-ms} ms shorter` : `only ${ms} ms longer`
  return (
    `an order may be executed before ${request} about it: the shortest execution delay must be ` +
    `${neededMs} ms longer than ${latencies}, but is ${found}`
  )
}

/** The number of execution delays that the chance is averaged over: its error is below 0.1 %. */
const points = 1000

/**
 * The chance that a cancellation acts before the execution if it is sent as soon as the order is
 * confirmed. `lateMs` is the time that replies took beyond their latency.
 */
export function chanceIn({ latency, executionDelay, connectMs }: Delays, lateMs = 0): number {
  const neededMs = machineMs + 2 * connectMs + lateMs
  const shareOf = ({ shortestMs, longestMs }: DelayRange, ms: number) =>
    longestMs === shortestMs
      ? Number(ms >= shortestMs)
      : Math.min(Math.max((ms - shortestMs) / (longestMs - shortestMs), 0), 1)
  const { shortestMs, longestMs } = executionDelay
  const delays = times(points, (n) => shortestMs + ((n + 0.5) / points) * (longestMs - shortestMs))
  const chances = delays.map((delayMs) => shareOf(latency, delayMs - neededMs))
  return chances.reduce((sum, chance) => sum + chance, 0) / points
}

/** `chanceIn` with the delays of the target. */
export const chanceInTime = (lateMs: number): number =>
  chanceIn({ latency: latencies.cancel, executionDelay, connectMs }, lateMs)

/** Requests that have to be in time look up, list or cancel. */
const delays = {
  latency: envelopeOf(latencies, ['find', 'list', 'cancel']),
  executionDelay,
  connectMs,
}
const slack = slackIn(delays)
const slackForTwo = slackIn(delays, 2)

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
  return `it needs many requests at the same moment, and the target answers ${atATime(atOnce)}`
}

export const atATime = (requests: number) =>
  `${requests === 1 ? 'one request' : `about ${requests} requests`} at a time`
