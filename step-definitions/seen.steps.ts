import { Given, Then, When } from '@cucumber/cucumber'
import { whereClaimed } from './support/claim-checks.ts'
import { disclosedWaitMs, logPositionOf, summaryOf, tookMs } from './support/client.ts'
import { atLeastAt, lastPositionSeen } from './support/log.ts'
import { must, mustBe } from './support/must.ts'
import { orderFrom } from './support/reply-body.ts'
import { times } from './support/times.ts'
import { pathOf, succeeded, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

Given('{trader} has looked up {owner} order', async (trader: Trader, owner: Trader) => {
  succeeded(await trader.find(owner.order.orderId))
})

When('{trader} looks up {owner} order', (trader: Trader, { order }: Trader) =>
  trader.find(order.orderId),
)

When(
  '{trader} looks up {owner} order, requiring everything that {trader} has seen',
  (trader: Trader, { order }: Trader, other: Trader) =>
    trader.send({
      method: 'GET',
      path: pathOf(order.orderId),
      fields: atLeastAt(lastPositionSeen(other)),
    }),
)

When(
  '{trader} lists the orders in that symbol, requiring everything that {trader} has seen',
  async function (this: TradingFloor, trader: Trader, other: Trader) {
    await trader.list({ symbol: this.ownSymbol }, atLeastAt(lastPositionSeen(other)))
  },
)

When(
  '{trader} asks for a listing that includes the next {int} changes, while {trader} places {int} orders at the same moment',
  (reader: Trader, changes: number, placer: Trader, count: number) => {
    const wanted = atLeastAt(lastPositionSeen(placer) + changes)
    return Promise.all([
      reader.list({ limit: '1' }, wanted),
      placer.together(times(count, () => placer.place())),
    ])
  },
)

When('{trader} asks for a listing that includes the trillionth change', (trader: Trader) =>
  trader.list({ limit: '1' }, atLeastAt(1e12)),
)

When('{trader} asks whether it has changed since', (trader: Trader) => {
  const { path, headers } = trader.reply
  const fields = { 'if-none-match': headers.get('etag') ?? '' }
  return trader.send({ method: 'GET', path, fields })
})

When(
  '{trader} cancels it, provided that it has not changed since its confirmation',
  (trader: Trader) => cancelIf(trader, trader.order.version),
)

When(
  '{trader} cancels it, provided that it has had {int} change(s)',
  (trader: Trader, changes: number) => cancelIf(trader, changes),
)

Then('{trader} sees {owner} order as {status}', (trader: Trader, owner: Trader, status: string) => {
  const { orderId } = owner.order
  const order = orderFrom(succeeded(trader.reply))
  mustBe(`the id of the order that is looked up as ${orderId}`, order.orderId, orderId)
  mustBe(`order ${orderId}, looked up by ${trader.name},`, order.orderStatus, status)
})

Then('{trader} sees all of {owner} orders', (trader: Trader, owner: Trader) => {
  const seen = trader.pages.flat().map(({ orderId }) => orderId)
  mustBe(`the orders that ${trader.name} sees`, seen.toSorted(), owner.orderIds.toSorted())
})

Then('{trader} gets an answer that includes them', ({ reply }: Trader) => {
  const wanted = Number(reply.fields?.['min-log-position'])
  const position = logPositionOf(succeeded(reply))
  must(
    position >= wanted,
    `the answer should be from position ${wanted} or later, but is from ${position}`,
  )
})

Then('{trader} is refused, because the log does not reach that change', (trader: Trader) => {
  trader.refusedWith('BEHIND')
})

Then(
  'the refusal came at most {float} s after {owner} latency, and says when to retry',
  async function (this: TradingFloor, mostS: number, trader: Trader) {
    this.noteTiming(async () => trader.refusal(await trader.send(trader.lastRequest)))
    await this.checkTiming(() => {
      const waitedMs = tookMs(trader.reply) - (disclosedWaitMs(trader.reply) ?? 0)
      const what = `the refusal should come within ${mostS} s of its latency`
      must(waitedMs <= mostS * 1000, `${what}, but came ${Math.round(waitedMs)} ms after it`)
    })
    const retryAfter = trader.reply.headers.get('retry-after')
    const isInSeconds = /^\d+$/.test(retryAfter ?? '')
    must(isInSeconds, `Retry-After should be a number of seconds, but is ${retryAfter}`)
  },
)

Then('{trader} learns only that it has not changed', ({ replies, reply }: Trader) => {
  const isEmpty = reply.status === 304 && reply.text === ''
  must(isEmpty, `the answer should be 304 without a body, but: ${summaryOf(reply)}`)
  const [before, now] = [replies.at(-2), reply].map((one) => one?.headers.get('etag'))
  mustBe('the ETag, as before,', now, before)
})

Then(
  '{trader} is refused, because the order has had {int} change(s)',
  (trader: Trader, changes: number) => {
    const { orderId, version } = trader.refusedWith('VERSION_MISMATCH')
    whereClaimed('problems', () => {
      const what = 'the order and its version in the refusal'
      mustBe(what, [orderId, version], [trader.order.orderId, changes])
    })
  },
)

const cancelIf = (trader: Trader, version: number) =>
  trader.send({
    method: 'DELETE',
    path: pathOf(trader.order.orderId),
    fields: { 'if-match': `"${version}"` },
  })
