import { Given, Then, When } from '@cucumber/cucumber'
import type { ProblemCode } from '../api/contract/orders.ts'
import type { VenueDraft } from '../api/control/control-contract.ts'
import { sendUntranslated, summaryOf } from './support/client.ts'
import type { Connect } from './support/connection.ts'
import { sendToControl } from './support/control.ts'
import { atLeastAt, lastPositionSeen } from './support/log.ts'
import { must, mustBe } from './support/must.ts'
import { executedAfterMs } from './support/order-times.ts'
import { goodTicket } from './support/tickets.ts'
import { pathOf, type Trader } from './support/trader.ts'
import { mainVenue } from './support/venue-under-test.ts'
import type { TradingFloor } from './support/world.ts'

Given(
  '{trader} and {trader} trade in separate venues',
  function (this: TradingFloor, one: Trader, other: Trader) {
    return giveVenues(this, [one, other])
  },
)

Given(
  '{trader} and {trader} trade in separate venues with the same seed',
  function (this: TradingFloor, one: Trader, other: Trader) {
    return giveVenues(this, [one, other], { seed: 'the same seed' })
  },
)

Given('each of them has a PENDING order', async function (this: TradingFloor) {
  for (const trader of this.everybody) await trader.hasPlaced()
})

Given(
  '{trader} is following the venue {way}, named in the address',
  async function (this: TradingFloor, trader: Trader, connect: Connect) {
    trader.venueUnderTest = mainVenue
    await trader.follow({ venue: this.venue.name }, connect)
  },
)

When(
  '{trader} places an order in the venue, named in the address',
  function (this: TradingFloor, trader: Trader) {
    trader.venueUnderTest = mainVenue
    return trader.submit(goodTicket(), 'application/json', `?venue=${this.venue.name}`)
  },
)

When(
  'each of them places {int} orders, one after the other, and {span} passes',
  async function (this: TradingFloor, count: number, ms: number) {
    for (const trader of this.everybody) {
      for (let placed = 0; placed < count; placed += 1) await trader.hasPlaced()
      await this.venueOf(trader).passTime(ms)
    }
  },
)

Then(
  '{trader} finds {owner} order at the address that the control API gives',
  async function (this: TradingFloor, _: Trader, { order }: Trader) {
    const given = await sendToControl({ method: 'GET', path: '/platform' })
    const { tradingUrl = '' } = JSON.parse(given.text) as { tradingUrl?: string }
    must(URL.canParse(tradingUrl), `the control API gives no address: ${summaryOf(given)}`)
    const request = { method: 'GET', path: `/orders/${order.orderId}`, fields: this.venue.headers }
    const reply = await sendUntranslated(request, new URL(tradingUrl))
    must(reply.status === 200, `the order should be at ${tradingUrl}: ${summaryOf(reply)}`)
  },
)

When('the venue is reset', function (this: TradingFloor) {
  return this.venue.reset()
})

When('{owner} venue is closed', function (this: TradingFloor, owner: Trader) {
  return this.venueOf(owner).close()
})

When('{trader} asks to resume where she/he was', (trader: Trader) => {
  const { position, connection } = trader.listener
  return trader.tryToFollow({ from: `${position}`, log: `${connection.headers.get('log-id')}` })
})

When(
  '{trader} looks up {owner} order, requiring everything that she/he has seen in its log',
  (trader: Trader, { order }: Trader) => {
    const logId = `${trader.reply.headers.get('log-id')}`
    const fields = { ...atLeastAt(lastPositionSeen(trader)), 'log-id': logId }
    return trader.send({ method: 'GET', path: pathOf(order.orderId), fields })
  },
)

When(
  '{trader} asks to resume in the log of {owner} venue',
  async function (this: TradingFloor, trader: Trader, owner: Trader) {
    const { logId } = await this.venueOf(owner).state()
    return trader.tryToFollow({ from: '1', log: logId })
  },
)

Then('{trader} cannot find {owner} order', async (trader: Trader, { order }: Trader) => {
  trader.refusedWith('ORDER_NOT_FOUND', await trader.find(order.orderId))
})

Then('the log has {int} change(s)', async function (this: TradingFloor, count: number) {
  mustBe('the number of changes in the log', (await this.venue.state()).position, count)
})

Then('{owner} connection is broken', async ({ listener }: Trader) => {
  await listener.closeCode()
})

Then(
  'all of {owner} requests are refused with {code}',
  async (trader: Trader, expected: ProblemCode) => {
    const replies = await trader.together([trader.place(), trader.find('42'), trader.list()])
    for (const reply of replies) trader.refusedWith(expected, reply)
    await trader.tryToFollow({})
    trader.refusedWith(expected)
  },
)

Then(
  'their orders were PENDING for equally long, order by order',
  async function (this: TradingFloor) {
    const [one, other] = this.everybody.map((trader) => delaysOf(trader, trader.orderIds))
    areTheSame(await one, await other)
  },
)

Then(
  'their orders were PENDING for equally long, name by name',
  async function (this: TradingFloor) {
    const [one, other] = this.everybody.map((trader) => delaysOf(trader, byName(trader)))
    areTheSame(await one, await other)
  },
)

/** Opens a venue for each trader. */
async function giveVenues(
  floor: TradingFloor,
  traders: readonly Trader[],
  draft?: VenueDraft,
): Promise<void> {
  for (const trader of traders) trader.venueUnderTest = await floor.open(draft)
}

/** The ids of a trader's orders, in the order of their names. */
const byName = ({ orders }: Trader): string[] =>
  orders
    .toSorted((a, b) => `${a.clientOrderId}`.localeCompare(`${b.clientOrderId}`))
    .map(({ orderId }) => orderId)

/** How long each of these orders was PENDING, in milliseconds. */
async function delaysOf(trader: Trader, orderIds: readonly string[]): Promise<number[]> {
  return (await trader.seesAll(orderIds)).map(executedAfterMs)
}

function areTheSame(one: readonly number[] = [], other: readonly number[] = []): void {
  mustBe('how long the orders of one venue were PENDING, as in the other,', one, other)
  must(
    new Set(one).size > 1,
    `orders should be PENDING for different times, but all for ${one[0]} ms`,
  )
}
