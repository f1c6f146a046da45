import assert from 'node:assert/strict'
import { type DataTable, Then, When } from '@cucumber/cucumber'
import { Lateness } from './performance/lateness.ts'
import { disclosedWaitMs, isRefusal, type Reply, summaryOf, tookMs } from './support/client.ts'
import { defineWords } from './support/define-words.ts'
import type { DelayRange } from './support/delay-range.ts'
import { latestAnswerMs, spreadOf, whyNotIndependent } from './support/latency-checks.ts'
import { must } from './support/must.ts'
import { latencyOf } from './support/settings.ts'
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
  'cancels an order': cancelPerhapsTooLate,
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
    must(
      tookMs(reply) >= latencyOf(reply).shortestMs - timerTickMs,
      `too soon: ${summaryOf(reply)}`,
    )
  }
})

Then(
  'every answer came at most {float} s after the longest latency, and at most {float} s after twice that latency',
  function (this: TradingFloor, mostS: number, machineS: number) {
    for (const reply of this.lastNamed.latest) {
      const latestMs = latestAnswerMs(latencyOf(reply), {
        mostMs: mostS * 1000,
        machineMs: machineS * 1000,
        ownMs: this.timerDelayMs,
      })
      const isInTime = tookMs(reply) <= latestMs
      must(isInTime, `later than ${Math.round(latestMs)} ms: ${summaryOf(reply)}`)
    }
  },
)

Then(
  'every answer discloses its latency, and came within {float} s of it',
  function (this: TradingFloor, allowanceS: number) {
    const latestMs = allowanceS * 1000 + 2 * this.timerDelayMs
    for (const reply of this.lastNamed.latest) {
      const waitedMs = waitOf(reply)
      const { shortestMs, longestMs } = latencyOf(reply)
      must(
        waitedMs >= shortestMs && waitedMs <= longestMs,
        `a latency out of range: ${waitedMs} ms`,
      )
      const lateMs = tookMs(reply) - waitedMs
      must(
        lateMs >= -timerTickMs && lateMs <= latestMs,
        `${lateMs} ms beyond its latency of ${waitedMs} ms: ${summaryOf(reply)}`,
      )
    }
  },
)

Then(
  'the answers took different times, unless the latency is constant',
  function (this: TradingFloor) {
    const { latest } = this.lastNamed
    const reason = whyNotIndependent(latest, commonLatencyOf(latest))
    must(reason === undefined, `${reason}`)
  },
)

Then(
  'their mean time is as predicted, within {int} standard errors and {float} s',
  function (this: TradingFloor, errors: number, allowanceS: number) {
    const { latest } = this.lastNamed
    const latency = commonLatencyOf(latest)
    const took = latest.map(tookMs)
    const chanceMs = errors * standardError(latency, took.length)
    const toleranceMs = chanceMs + allowanceS * 1000 + 2 * this.timerDelayMs
    mustBeNear(figuresOf(took).meanMs, predictedFigures(latency).meanMs, toleranceMs)
  },
)

Then(
  'the latencies of equal requests differ, unless the latency is constant',
  function (this: TradingFloor) {
    for (const [question, replies] of Map.groupBy(this.lastNamed.latest, questionOf)) {
      const { shortestMs, longestMs } = commonLatencyOf(replies)
      const leastMs = Math.max(longestMs - shortestMs - wholeMs, 0) / 5
      const waits = replies.map(waitOf)
      must(spreadOf(waits) >= leastMs, `for ${question} they were ${waits.join(', ')} ms`)
    }
  },
)

Then(
  'all {int} were answered within {float} s of the longest latency',
  function (this: TradingFloor, count: number, allowanceS: number) {
    const { latest } = this.lastNamed
    const tookAllMs =
      Math.max(...latest.map(({ receivedAt }) => receivedAt)) -
      Math.min(...latest.map(({ sentAt }) => sentAt))
    assert.equal(latest.length, count)
    const latestMs = commonLatencyOf(latest).longestMs + allowanceS * 1000 + 2 * this.timerDelayMs
    must(tookAllMs <= latestMs, `all answers took ${tookAllMs} ms, more than ${latestMs}`)
  },
)

/**
 * Cancels an order twice: after the first cancellation, in time or not, it is no longer PENDING.
 */
async function cancelTwice(trader: Trader): Promise<Reply> {
  const { orderId } = await trader.hasPlaced()
  const first = await trader.cancel(orderId)
  if (isRefusal(first)) trader.refusal(first)
  return trader.cancel(orderId)
}

/** Cancels an order. Also accepts that it is EXECUTED: a refusal takes as long. */
async function cancelPerhapsTooLate(trader: Trader): Promise<Reply> {
  const { orderId } = await trader.hasPlaced()
  const answer = await trader.cancel(orderId)
  if (isRefusal(answer)) trader.refusedWith('ORDER_ALREADY_EXECUTED', answer)
  return answer
}

/** Sends requests, and measures how late the timers of this thread fire in the meantime. */
async function watched(floor: TradingFloor, send: () => Promise<unknown>): Promise<void> {
  const lateness = new Lateness()
  lateness.watch()
  try {
    await send()
  } finally {
    floor.timerDelayMs = lateness.seen().maxMs
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
