import { type DataTable, Then, When } from '@cucumber/cucumber'
import {
  disclosedWaitMs,
  isRefusal,
  type Reply,
  summaryOf,
  tookMs,
  turns,
} from './support/client.ts'
import { defineWords } from './support/define-words.ts'
import type { DelayRange } from './support/delay-range.ts'
import { eventually } from './support/eventually.ts'
import { latestAnswerMs, spreadOf, whyNotIndependent } from './support/latency-checks.ts'
import { must, mustBe } from './support/must.ts'
import { latency, latencyOf } from './support/settings.ts'
import { figuresOf, mustBeNear, predictedFigures, standardError } from './support/statistics.ts'
import { rawTicket } from './support/tickets.ts'
import { times } from './support/times.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** A timer may fire this early, because its clock counts whole milliseconds and ours does not. */
const timerTickMs = 1

/** Latencies are disclosed in whole milliseconds, so a smaller difference is not visible. */
const wholeMs = 1

const questions: Record<string, (trader: Trader) => Promise<Reply>> = {
  'places an order': (trader) => trader.place(),
  // A refusal takes as long.
  'cancels an order': async (trader) =>
    trader.cancelPerhapsTooLate((await trader.hasPlaced()).orderId),
  'cancels an order again': cancelTwice,
  'looks up an order': async (trader) => trader.find((await trader.hasPlaced()).orderId),
  'lists the orders': (trader) => trader.list(),
  'submits a bad ticket': (trader) => trader.submit(rawTicket('quantity', '0')),
  'submits half a ticket': (trader) => trader.submit('{"symbol":'),
  'looks up an unknown order': (trader) => trader.find('never-placed'),
  'cancels an unknown order': (trader) => trader.cancel('never-placed'),
  'lists with an unknown filter': (trader) => trader.list({ colour: 'blue' }),
}

defineWords('question', questions)

When(
  '{trader} {question} {int} times at the same moment',
  function (
    this: TradingFloor,
    trader: Trader,
    question: (trader: Trader) => Promise<Reply>,
    count: number,
  ) {
    return watched(this, () => trader.together(times(count, () => question(trader))))
  },
)

When(
  '{trader} and {trader} each place an order {int} times at the same moment',
  function (this: TradingFloor, one: Trader, other: Trader, count: number) {
    const placing = (trader: Trader) => trader.together(times(count, () => trader.place()))
    const placeAll = async () => {
      const placed = await Promise.allSettled([placing(one), placing(other)])
      const failed = placed.find((one) => one.status === 'rejected')
      if (!failed) return
      // A target that serves one request after the other would be late in the next scenario.
      const answered = () => one.find('never-placed')
      await eventually(2 * count * latency.longestMs, answered).catch(() => {})
      const { message } = failed.reason as Error
      throw new Error(
        `of ${2 * count} requests at the same moment, one was left waiting: ${message}`,
      )
    }
    // Even if the target serves few requests at once.
    return watched(this, () => turns.suspendedDuring(placeAll))
  },
)

When(
  '{trader} does each of these {int} times at the same moment:',
  function (this: TradingFloor, trader: Trader, count: number, table: DataTable) {
    const all = table.raw().flatMap(([words = '']) => times(count, () => words))
    return watched(this, () =>
      trader.together(all.map((words) => questions[words]?.(trader) ?? unknown(words))),
    )
  },
)

Then('no answer came sooner than the shortest latency', function (this: TradingFloor) {
  for (const reply of this.lastNamed.latest) {
    const { shortestMs } = latencyOf(reply)
    const isLateEnough = tookMs(reply) >= shortestMs - timerTickMs
    must(
      isLateEnough,
      `every answer should take at least ${shortestMs} ms, but: ${summaryOf(reply)}`,
    )
  }
})

/** What a busy machine may add to a latency; see the feature. */
const allowance = { mostMs: 500, machineMs: 100 }

Then('every answer came in time', function (this: TradingFloor) {
  return this.checkTiming(() => {
    for (const reply of this.lastNamed.latest) {
      const ownMs = this.timerDelayMs
      const latestMs = latestAnswerMs(latencyOf(reply), { ...allowance, ownMs })
      const isInTime = tookMs(reply) <= latestMs
      const most = Math.round(latestMs)
      must(isInTime, `every answer should take at most ${most} ms, but: ${summaryOf(reply)}`)
    }
  })
})

Then(
  'every answer discloses its latency, and came within {float} s of it',
  function (this: TradingFloor, allowanceS: number) {
    return this.checkTiming(() => {
      const latestMs = allowanceS * 1000 + 2 * this.timerDelayMs
      for (const reply of this.lastNamed.latest) {
        const waitedMs = waitOf(reply)
        const { shortestMs, longestMs } = latencyOf(reply)
        must(
          waitedMs >= shortestMs && waitedMs <= longestMs,
          `the disclosed latency should be ${shortestMs} to ${longestMs} ms, but is ${waitedMs} ms: ` +
            summaryOf(reply),
        )
        const lateMs = tookMs(reply) - waitedMs
        must(
          lateMs >= -timerTickMs && lateMs <= latestMs,
          `the answer should come at most ${Math.round(latestMs)} ms after its latency of ` +
            `${waitedMs} ms, but came ${Math.round(lateMs)} ms after it: ${summaryOf(reply)}`,
        )
      }
    })
  },
)

Then(
  'the answers took different times, unless the latency is constant',
  function (this: TradingFloor) {
    return this.checkTiming(() => {
      const { latest } = this.lastNamed
      const reason = whyNotIndependent(latest, commonLatencyOf(latest))
      must(reason === undefined, `each answer should have a latency of its own, but ${reason}`)
    })
  },
)

Then(
  'their mean time is as predicted, within {int} standard errors and {float} s',
  function (this: TradingFloor, errors: number, allowanceS: number) {
    return this.checkTiming(() => {
      const { latest } = this.lastNamed
      const latency = commonLatencyOf(latest)
      const took = latest.map(tookMs)
      const chanceMs = errors * standardError(latency, took.length)
      const toleranceMs = chanceMs + allowanceS * 1000 + 2 * this.timerDelayMs
      mustBeNear(figuresOf(took).meanMs, predictedFigures(latency).meanMs, toleranceMs)
    })
  },
)

Then(
  'the latencies of equal requests differ, unless the latency is constant',
  function (this: TradingFloor) {
    for (const [question, replies] of Map.groupBy(this.lastNamed.latest, questionOf)) {
      const { shortestMs, longestMs } = commonLatencyOf(replies)
      const leastMs = Math.max(longestMs - shortestMs - wholeMs, 0) / 5
      const waits = replies.map(waitOf)
      const all = waits.join(', ')
      must(
        spreadOf(waits) >= leastMs,
        `the latencies of ${question} should differ, but are ${all} ms`,
      )
    }
  },
)

Then(
  'all {int} were answered within {float} s of the longest latency',
  function (this: TradingFloor, count: number, allowanceS: number) {
    return this.checkTiming(() => {
      const allowanceMs = allowanceS * 1000 + 2 * this.timerDelayMs
      wereAnsweredWithin(this, count, (longestMs) => longestMs + allowanceMs)
    })
  },
)

Then(
  'all {int} were answered within {float} s of twice the longest latency',
  function (this: TradingFloor, count: number, allowanceS: number) {
    return this.checkTiming(() => {
      wereAnsweredWithin(this, count, (longestMs) => 2 * longestMs + allowanceS * 1000)
    })
  },
)

function wereAnsweredWithin(
  floor: TradingFloor,
  count: number,
  withinMs: (longestMs: number) => number,
): void {
  const replies = floor.everybody.flatMap(({ latest }) => latest)
  const tookAllMs =
    Math.max(...replies.map(({ receivedAt }) => receivedAt)) -
    Math.min(...replies.map(({ sentAt }) => sentAt))
  mustBe('the number of answers', replies.length, count)
  const mostMs = withinMs(commonLatencyOf(replies).longestMs)
  const [most, took] = [mostMs, tookAllMs].map(Math.round)
  must(
    tookAllMs <= mostMs,
    `${count} requests at the same moment should be answered within ${most} ms, but took ${took} ms: ` +
      'they wait for each other',
  )
}

/**
 * Cancels an order twice: after the first cancellation, in time or not, it is no longer PENDING.
 */
async function cancelTwice(trader: Trader): Promise<Reply> {
  const { orderId } = await trader.hasPlaced()
  const first = await trader.cancel(orderId)
  if (isRefusal(first)) trader.refusal(first)
  return trader.cancel(orderId)
}

/** Sends requests, and measures how late the timers of this thread fire in the meantime. */
const watched = (floor: TradingFloor, send: () => Promise<unknown>): Promise<void> =>
  floor.measure(send, () => sendAgain(floor, send))

/** A reply that was a refusal before and is one again has been looked at. */
async function sendAgain({ everybody }: TradingFloor, send: () => Promise<unknown>): Promise<void> {
  const before = everybody.map(({ latest }) => latest)
  await send()
  for (const [nth, trader] of everybody.entries()) {
    for (const [index, reply] of trader.latest.entries()) {
      const was = before[nth]?.[index]
      if (was && isRefusal(was) && isRefusal(reply)) trader.refusal(reply)
    }
  }
}

function unknown(words: string): never {
  throw new Error(`no step lets a trader do this: ${words}`)
}

/** The latency of replies to requests of one kind. */
function commonLatencyOf([reply]: readonly Reply[]): DelayRange {
  must(reply, 'there was no reply')
  return latencyOf(reply)
}

/** The kind of request, without the order's id. */
const questionOf = ({ method, path }: Reply) =>
  `${method} ${path.replace(/(?<=^\/orders\/).*/, '…')}`

function waitOf(reply: Reply): number {
  const waitedMs = disclosedWaitMs(reply)
  must(waitedMs !== undefined, `the reply discloses no latency: ${summaryOf(reply)}`)
  return waitedMs
}
