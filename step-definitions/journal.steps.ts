import assert from 'node:assert/strict'
import { Then, When } from '@cucumber/cucumber'
import type { OwnVenue } from './support/own-venue.ts'
import { goodTicket } from './support/tickets.ts'
import { placementOf, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** A request as the journal tells of it, as far as it matters here. */
interface Entry {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly caused: readonly { readonly from: number; readonly to: number }[]
}

When('{trader} hands in a ticket with the secret {string}', (trader: Trader, secret: string) =>
  trader.ask({ ...placementOf(goodTicket()), fields: { authorization: secret, cookie: secret } }),
)

When('the journal is cleared', function (this: TradingFloor) {
  return this.venue.command<void>('DELETE', '/journal')
})

Then(
  'the journal has {int} request(s) about {owner} order',
  async function (this: TradingFloor, expected: number, { order }: Trader) {
    const about = `kind=request&orderId=${order.orderId}`
    const { count } = await this.venue.command<{ count: number }>('GET', `/journal/count?${about}`)
    assert.equal(count, expected)
    found.set(this.venue, await this.venue.command<Entry[]>('GET', `/journal?${about}`))
  },
)

Then(
  /^the (\d+)(?:st|nd|rd|th) of them made change (\d+)$/,
  function (this: TradingFloor, nth: string, change: string) {
    const position = Number(change)
    assert.deepEqual(entry(this, nth).caused, [{ from: position, to: position }])
  },
)

Then(
  /^the (\d+)(?:st|nd|rd|th) of them made no change$/,
  function (this: TradingFloor, nth: string) {
    assert.deepEqual(entry(this, nth).caused, [])
  },
)

Then(
  /^the (\d+)(?:st|nd|rd|th) of them is what (she|he) sent$/,
  function (this: TradingFloor, nth: string, who: string) {
    assert.equal(entry(this, nth).body, this.trader(who).asked.body)
  },
)

Then(
  /^the (\d+)(?:st|nd|rd|th) of them has the secret crossed out$/,
  function (this: TradingFloor, nth: string) {
    const { headers } = entry(this, nth)
    const secret = this.placer.asked.fields?.authorization ?? ''
    assert.ok(secret !== '' && headers.authorization && headers.cookie, 'there was no secret')
    assert.ok(!JSON.stringify(entry(this, nth)).includes(secret), 'the journal tells the secret')
  },
)

/** What was found in the journal of a venue last. */
const found = new WeakMap<OwnVenue, readonly Entry[]>()

function entry({ venue }: TradingFloor, nth: string): Entry {
  const one = found.get(venue)?.[Number(nth) - 1]
  assert.ok(one, `there is no request ${nth}`)
  return one
}
