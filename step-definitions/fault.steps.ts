import assert from 'node:assert/strict'
import { defineParameterType, Given, Then, When } from '@cucumber/cucumber'
import type { Problem, ProblemCode } from '../api/contract/orders.ts'
import { summaryOf } from './support/client.ts'
import { cancellationUnder, ticketUnder } from './support/repetition.ts'
import { succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** The control API's name for each way in which a connection breaks. */
const breaks: Readonly<Record<string, string>> = {
  'is closed': 'close',
  'is reset': 'reset',
  'ends in the middle of the answer': 'truncate',
}

defineParameterType({
  name: 'break',
  regexp: Object.keys(breaks),
  transformer: (words: string) => ({ does: breaks[words] }),
})

const endpoints: Readonly<Record<string, string>> = {
  order: 'POST /orders',
  cancellation: 'DELETE /orders/{orderId}',
}

/** The endpoint that records an order or a cancellation. */
defineParameterType({
  name: 'change',
  regexp: Object.keys(endpoints),
  transformer: (word: string) => endpoints[word],
})

defineParameterType({
  name: 'moment',
  regexp: ['before', 'after'],
  transformer: (word: string) => `${word}-commit`,
})

const knowledge: Readonly<Record<string, Problem['outcome']>> = {
  'nothing was recorded': 'not-recorded',
  'it may or may not have been recorded': 'unknown',
}

defineParameterType({
  name: 'knowledge',
  regexp: Object.keys(knowledge),
  transformer: (words: string) => knowledge[words],
})

Given(
  'the connection {break} {moment} the next {change} is recorded',
  function (this: TradingFloor, action: object, at: string, endpoint: string) {
    return this.venue.addRule('faults', { match: { endpoint }, at, action, times: 1 })
  },
)

Given(
  'the venue fails with {int} {moment} the next {change} is recorded',
  function (this: TradingFloor, status: number, at: string, endpoint: string) {
    const action = { does: 'answer', status }
    return this.venue.addRule('faults', { match: { endpoint }, at, action, times: 1 })
  },
)

When('{trader} submits her/his ticket with a key', (trader: Trader) =>
  trader.begin(ticketUnder(trader.key)),
)

When('{trader} cancels it with a key', (trader: Trader) =>
  trader.begin(cancellationUnder(trader.key, trader.order.orderId)),
)

Then(
  '{trader} is refused with {code}, which says that {knowledge}',
  async (trader: Trader, code: ProblemCode, outcome: Problem['outcome']) => {
    const reply = await trader.answer
    const problem = trader.refusal(reply)
    assert.deepEqual([problem.code, problem.outcome], [code, outcome], summaryOf(reply))
  },
)

Then('{owner} cancellation is confirmed, not refused as too late', (trader: Trader) => {
  const { status, headers } = succeeded(trader.reply)
  assert.deepEqual([status, headers.get('idempotent-replayed')], [204, 'true'])
})
