import assert from 'node:assert/strict'
import { type DataTable, defineParameterType, Then, When } from '@cucumber/cucumber'
import { disclosedWaitMs, type Reply, summaryOf, tookMs } from './support/client.ts'
import { must } from './support/must.ts'
import { latency } from './support/settings.ts'
import { rawTicket } from './support/tickets.ts'
import { times } from './support/times.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** A timer may ring this much early: its clock ticks in milliseconds, ours in fractions of them. */
const timerTickMs = 1

const questions: Record<string, (trader: Trader) => Promise<Reply>> = {
  'places an order': (trader) => trader.place(),
  'cancels an order': async (trader) => trader.cancel((await trader.hasPlaced()).orderId),
  'looks up an order': async (trader) => trader.find((await trader.hasPlaced()).orderId),
  'lists the orders': (trader) => trader.list(),
  'submits a bad ticket': (trader) => trader.submit(rawTicket('quantity', '0')),
  'submits half a ticket': (trader) => trader.submit('{"symbol":'),
  'looks up an unknown order': (trader) => trader.find('never-placed'),
  'cancels an unknown order': (trader) => trader.cancel('never-placed'),
  'lists with an unknown filter': (trader) => trader.list({ colour: 'blue' }),
}

defineParameterType({
  name: 'question',
  regexp: Object.keys(questions),
  transformer: (words: string) => questions[words],
})

When(
  '{trader} {question} {int} times at the same moment',
  (trader: Trader, question: (trader: Trader) => Promise<Reply>, count: number) =>
    trader.together(times(count, () => question(trader))),
)

When(
  '{trader} does each of these {int} times at the same moment:',
  (trader: Trader, count: number, table: DataTable) => {
    const asked = table.raw().flatMap(([words = '']) => times(count, () => words))
    return trader.together(asked.map((words) => questions[words]?.(trader) ?? unknown(words)))
  },
)

Then('no answer came sooner than the shortest latency', function (this: TradingFloor) {
  for (const reply of this.lastNamed.latest) {
    must(tookMs(reply) >= latency.shortestMs - timerTickMs, `too soon: ${summaryOf(reply)}`)
  }
})

Then(
  'no answer came later than {float} s after the longest latency',
  function (this: TradingFloor, allowanceS: number) {
    for (const reply of this.lastNamed.latest) {
      must(tookMs(reply) <= latency.longestMs + allowanceS * 1000, `too late: ${summaryOf(reply)}`)
    }
  },
)

Then(
  'every answer discloses how long it waited, and came within {float} s of that',
  function (this: TradingFloor, allowanceS: number) {
    for (const reply of this.lastNamed.latest) {
      const waitedMs = waitOf(reply)
      must(
        waitedMs >= latency.shortestMs && waitedMs <= latency.longestMs,
        `a wait that is not allowed: ${waitedMs} ms`,
      )
      const lateMs = tookMs(reply) - waitedMs
      must(
        lateMs >= -timerTickMs && lateMs <= allowanceS * 1000,
        `${lateMs} ms beside its wait of ${waitedMs} ms: ${summaryOf(reply)}`,
      )
    }
  },
)

Then(
  'the answers took times of their own, unless the latency is constant',
  function (this: TradingFloor) {
    const took = this.lastNamed.latest.map(tookMs)
    const spreadMs = Math.max(...took) - Math.min(...took)
    const leastMs = (latency.longestMs - latency.shortestMs) / 5
    must(spreadMs >= leastMs, `they all came within ${spreadMs} ms`)
  },
)

Then('the waits differ, unless the latency is constant', function (this: TradingFloor) {
  const waits = new Set(this.lastNamed.latest.map(waitOf))
  const isConstant = latency.shortestMs === latency.longestMs
  assert.equal(waits.size === 1, isConstant, `${[...waits]}`)
})

Then(
  'all {int} were answered within {float} s of the longest latency',
  function (this: TradingFloor, count: number, allowanceS: number) {
    const { latest } = this.lastNamed
    const tookAllMs =
      Math.max(...latest.map(({ receivedAt }) => receivedAt)) -
      Math.min(...latest.map(({ sentAt }) => sentAt))
    assert.equal(latest.length, count)
    must(tookAllMs <= latency.longestMs + allowanceS * 1000, `it took ${tookAllMs} ms`)
  },
)

function unknown(words: string): never {
  throw new Error(`nobody knows how a trader ${words}`)
}

function waitOf(reply: Reply): number {
  const waitedMs = disclosedWaitMs(reply)
  must(waitedMs !== undefined, `no wait is disclosed: ${summaryOf(reply)}`)
  return waitedMs
}
