import { Given, Then, When } from '@cucumber/cucumber'
import type { OrderStatus, Problem, ProblemCode } from '../api/contract/orders.ts'
import { summaryOf } from './support/client.ts'
import { defineWords } from './support/define-words.ts'
import { mustBe } from './support/must.ts'
import { cancellationUnder, ticketUnder } from './support/repetition.ts'
import { succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** The control API's action for each way in which a connection breaks. */
defineWords('break', {
  'is closed': { does: 'close' },
  'is reset': { does: 'reset' },
  'ends in the middle of the answer': { does: 'truncate' },
})

/** The endpoint that records an order or a cancellation. */
defineWords('change', { order: 'POST /orders', cancellation: 'DELETE /orders/{orderId}' })

defineWords('moment', { before: 'before-commit', after: 'after-commit' })

defineWords('knowledge', {
  'nothing was recorded': 'not-recorded',
  'it may or may not have been recorded': 'unknown',
})

Given(
  'the connection {break} {moment} the next {change} is recorded',
  function (this: TradingFloor, action: object, at: string, endpoint: string) {
    return failOnce(this, { match: { endpoint }, at, action })
  },
)

Given(
  'the venue fails with {int} {moment} the next {change} is recorded',
  function (this: TradingFloor, status: number, at: string, endpoint: string) {
    return failOnce(this, { match: { endpoint }, at, action: { does: 'answer', status } })
  },
)

defineWords('mishap', { fails: 'fail', crashes: 'crash' })

/** The status of an order after a change, by the endpoint of the change. */
const statusAfter: Readonly<Record<string, OrderStatus>> = {
  'POST /orders': 'PENDING',
  'DELETE /orders/{orderId}': 'CANCELLED',
}

Given(
  'it takes {span} to record the next {change}',
  function (this: TradingFloor, ms: number, endpoint: string) {
    return failToRecord(this, endpoint, { does: 'delay', ms })
  },
)

Given(
  'the venue {mishap} {moment} it has recorded the next {change}',
  function (this: TradingFloor, mishap: string, at: string, endpoint: string) {
    return failToRecord(this, endpoint, { does: mishap, recorded: at === 'after-commit' })
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
    const what = `the code and the outcome in the refusal (${summaryOf(reply)})`
    mustBe(what, [problem.code, problem.outcome], [code, outcome])
  },
)

Then('{owner} cancellation is confirmed, not refused as too late', (trader: Trader) => {
  const { status, headers } = succeeded(trader.reply)
  const what = `the status and the header Idempotent-Replayed (${summaryOf(trader.reply)})`
  mustBe(what, [status, headers.get('idempotent-replayed')], [204, 'true'])
})

const failToRecord = ({ venue }: TradingFloor, endpoint: string, action: object) =>
  venue.addRule('commit-faults', {
    match: { orderStatus: statusAfter[endpoint] },
    action,
    times: 1,
  })

const failOnce = ({ venue }: TradingFloor, fault: object) =>
  venue.addRule('faults', { ...fault, times: 1 })
