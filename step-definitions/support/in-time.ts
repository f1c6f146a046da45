import type { DelayRange } from './delay-range.ts'
import { claims, connectMs, executionDelay, latency } from './settings.ts'
import { isAlone, isInTime, isInTimeTwice, isQuiet, isRealTime, type Tagged } from './tags.ts'

/** What decides whether a cancellation comes in time. */
export interface Delays {
  readonly latency: DelayRange
  readonly executionDelay: DelayRange
  /** How long it takes to connect. */
  readonly connectMs: number
}

/** How much sooner than it is due an order can be cancelled for certain, and how much that has to be. */
export interface Slack {
  readonly ms: number
  readonly neededMs: number
  /** How many requests one after the other are to be in time. */
  readonly requests: number
}

/** So long a machine may take that has nothing else to do. */
const machineMs = 20

/** With so much slack one is in time while as many scenarios run as hold a machine's cores busy. */
const comfortableMs = 500

/** And with so much while many run, all of which wait in real time: a crowd of them is late at times. */
const comfortableInCrowdMs = 1000

/**
 * An order is PENDING from when it is confirmed until the shortest execution delay is over. Who wants to
 * cancel it then has to wait for one latency, and for the confirmation, a connection and a request to
 * find their way; and for all of that again for each request in between.
 */
export const slackIn = (
  { latency, executionDelay, connectMs: wayMs }: Delays,
  requests = 1,
): Slack => ({
  ms: executionDelay.shortestMs - requests * latency.longestMs,
  neededMs: requests * (machineMs + 2 * wayMs),
  requests,
})

/** Why nobody can be sure to be in time; undefined where one can. */
export function whyUnreachable({ ms, neededMs, requests }: Slack): string | undefined {
  if (ms >= neededMs) return undefined
  const latencies = requests === 1 ? 'the longest latency' : `${requests} of the longest latencies`
  return (
    `to be in time it takes ${neededMs} ms from ${latencies} to the shortest execution delay, ` +
    `and there are ${ms}`
  )
}

const slack = slackIn({ latency, executionDelay, connectMs: connectMs })
const slackForTwo = slackIn({ latency, executionDelay, connectMs: connectMs }, 2)

/** How much slack somebody has who has to be in time, since the order stays PENDING for real time only. */
function slackOf(scenario: Tagged): Slack | undefined {
  if (!isRealTime(scenario) && claims.has('control')) return undefined
  if (isInTimeTwice(scenario)) return slackForTwo
  return isInTime(scenario) ? slack : undefined
}

/**
 * Whether nothing else may run beside a scenario: it measures time, or has little to lose. Where time
 * cannot be held so many run at once that there is no quiet but alone.
 */
export const runsAlone = (scenario: Tagged) =>
  isAlone(scenario) ||
  (isQuiet(scenario) && !claims.has('control')) ||
  slackIsLess(scenario, comfortableMs)

/** Whether no more than a few may run beside a scenario: many would make somebody in it come too late. */
export const needsFewNeighbours = (scenario: Tagged) =>
  !claims.has('control') && slackIsLess(scenario, comfortableInCrowdMs)

function slackIsLess(scenario: Tagged, thanMs: number): boolean {
  const own = slackOf(scenario)
  return own !== undefined && own.ms < thanMs
}

/** Why somebody in a scenario would come too late through no fault of the target's. */
export function whyTooLate(scenario: Tagged): string | undefined {
  const own = slackOf(scenario)
  return own && whyUnreachable(own)
}
