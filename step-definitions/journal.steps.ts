import { Given, Then, When } from '@cucumber/cucumber'
import { isRefusal } from './support/client.ts'
import { must, mustBe } from './support/must.ts'
import type { OwnVenue } from './support/own-venue.ts'
import type { Request } from './support/request.ts'
import { goodTicket, markOf } from './support/tickets.ts'
import { placementOf, type Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** A request in the journal: the fields that are used here. */
interface Entry {
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  readonly bodyEncoding?: 'base64'
  readonly caused: readonly { readonly from: number; readonly to: number }[]
}

/** The places where a client may put a secret. */
const places: Readonly<Record<string, (secret: string) => Request>> = {
  'as her credentials': (secret) => ticketWith({ authorization: secret, cookie: `sid=${secret}` }),
  'as an API key': (secret) => ticketWith({ 'x-api-key': secret }),
  'as a subprotocol': (secret) => ticketWith({ 'sec-websocket-protocol': `bearer, ${secret}` }),
  'in the address': (secret) => ticketWith({}, `?access_token=${secret}`),
  'in the address, percent-encoded': (secret) => ticketWith({}, `?%74oken=${secret}`),
  'in the address of the page that sends it': (secret) =>
    ticketWith({ referer: `http://localhost/?token=${secret}` }),
  'as a password in the address of the page that sends it': (secret) =>
    ticketWith({ referer: `http://alice:${secret}@localhost/` }),
  'in an unknown field': (secret) =>
    placementOf(JSON.stringify({ ...JSON.parse(goodTicket()), password: secret })),
  'in the text of a field': (secret) =>
    placementOf(JSON.stringify({ ...JSON.parse(goodTicket()), note: `Bearer ${secret}` })),
}

const ticketWith = (fields: Request['fields'], query = ''): Request => ({
  ...placementOf(goodTicket(), undefined, query),
  ...(fields && { fields }),
})

const secrets = new WeakMap<Trader, string>()

When(
  /^(\w+) submits a ticket with the secret "([^"]+)" (as .+|in .+)$/,
  function (this: TradingFloor, who: string, secret: string, where: string) {
    const trader = this.trader(who)
    secrets.set(trader, secret)
    const request = places[where]
    must(request, `the steps cannot put a secret "${where}"`)
    return submit(trader, request(secret))
  },
)

When('{trader} submits a ticket that begins with a byte-order mark', (trader: Trader) =>
  submit(trader, placementOf(`\ufeff${goodTicket()}`)),
)

/**
 * Sends a request. A refusal is accepted too, because the request is in the journal in any case.
 */
async function submit(trader: Trader, request: Request): Promise<void> {
  const reply = await trader.send(request)
  if (isRefusal(reply)) trader.refusal(reply)
}

const switchJournal = (venue: OwnVenue, on: boolean) =>
  venue.command<object>('PUT', '/journal', { on })

Given('the venue keeps no journal', function (this: TradingFloor) {
  return switchJournal(this.venue, false)
})

When('the journal is switched on', function (this: TradingFloor) {
  return switchJournal(this.venue, true)
})

When('the journal is switched off', function (this: TradingFloor) {
  return switchJournal(this.venue, false)
})

Then('the venue still keeps no journal', async function (this: TradingFloor) {
  must(!(await this.venue.state()).journal, 'the venue keeps a journal')
})

When('the journal is cleared', function (this: TradingFloor) {
  return this.venue.command<void>('DELETE', '/journal')
})

Then(
  'the journal has {int} request(s) about {owner} order',
  function (this: TradingFloor, expected: number, { order }: Trader) {
    return lookUp(this.venue, `orderId=${order.orderId}`, expected)
  },
)

Then(
  'the journal has {int} request(s) about {owner} ticket',
  function (this: TradingFloor, expected: number, { lastRequest }: Trader) {
    const [field, value] = markOf(lastRequest.body ?? '')
    return lookUp(this.venue, `${field}=${value}`, expected)
  },
)

async function lookUp(venue: OwnVenue, filter: string, expected: number): Promise<void> {
  const query = `kind=request&${filter}`
  const { count } = await venue.command<{ count: number }>('GET', `/journal/count?${query}`)
  mustBe(`the number of requests in the journal with ${filter}`, count, expected)
  found.set(venue, await venue.command<Entry[]>('GET', `/journal?${query}`))
}

Then(
  'the {nth} of them made {changes}',
  function (this: TradingFloor, nth: number, positions: number[]) {
    const caused = positions.map((position) => ({ from: position, to: position }))
    mustBe(`the changes that request ${nth} made`, entry(this, nth).caused, caused)
  },
)

Then(
  'the {nth} of them is what {trader} sent',
  function (this: TradingFloor, nth: number, { lastRequest }: Trader) {
    const { body = '', bodyEncoding } = entry(this, nth)
    const sent = Buffer.from(lastRequest.body ?? '').toString('hex')
    mustBe(`the bytes of request ${nth}`, Buffer.from(body, bodyEncoding).toString('hex'), sent)
  },
)

Then('the {nth} of them has the secret redacted', function (this: TradingFloor, nth: number) {
  const shown = JSON.stringify(entry(this, nth))
  const secret = this.everybody.flatMap((trader) => secrets.get(trader) ?? [])[0]
  must(secret, 'no trader sent a secret')
  must(!shown.includes(secret), `the journal should not show the secret, but does: ${shown}`)
  must(shown.includes('(redacted)'), `the journal should show "(redacted)", but does not: ${shown}`)
})

/** The result of the last lookup in each venue's journal. */
const found = new WeakMap<OwnVenue, readonly Entry[]>()

function entry({ venue }: TradingFloor, nth: number): Entry {
  const one = found.get(venue)?.[nth - 1]
  must(one, `the journal has no request ${nth} of those`)
  return one
}
