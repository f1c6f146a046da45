import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '../../engine/index.ts'
import type { Order } from '../contract/orders.ts'
import { bodyIn, nextPageOf, openApp, ticket } from '../test/support/app.ts'

type App = ReturnType<typeof openApp>

const symbols = ['EURUSD', 'GBPUSD', 'BTC/USD'] as const
const earlierOrders = 6000
const arrivals = 10_000
const rounds = 100

/** Reads a listing page by page. */
class Reader {
  readonly seen: string[] = []
  pages = 0
  readonly #app: App
  #next: string | undefined

  constructor(app: App, query: string) {
    this.#app = app
    this.#next = `/orders?${query}`
  }

  async readPage(): Promise<void> {
    if (this.#next === undefined) return
    const page = await this.#app.get(this.#next)
    this.#next = nextPageOf(page)
    this.pages += 1
    for (const { orderId } of await bodyIn<Order[]>(page)) this.seen.push(orderId)
  }

  get isDone(): boolean {
    return this.#next === undefined
  }
}

/** Places orders directly in the venue, in alternating symbols. */
function placeMany({ venue }: App, count: number) {
  const placing = Array.from({ length: count }, (_, nth) =>
    venue.place({ ...ticket, side: 'BUY', symbol: symbols[nth % 3] ?? '' }),
  )
  return Promise.all(placing)
}

test('A client that reads all pages sees each earlier order once, while 10,000 new ones arrive', async (t) => {
  const app = openApp()
  await placeMany(app, earlierOrders)
  const earlier = app.venue.list({ limit: earlierOrders }).orders
  const inEuros = earlier.filter(({ ticket }) => ticket.symbol === 'EURUSD')
  // A few pages fewer than rounds, because new orders may be on the first page.
  const limit = 63
  const at = app.venue.position
  const readings = [
    { reader: new Reader(app, `limit=${limit}`), expected: earlier },
    { reader: new Reader(app, `limit=${limit / 3}&symbol=EURUSD`), expected: inEuros },
    // Orders leave this listing all the time, but not as of a position.
    { reader: new Reader(app, `limit=${limit}&orderStatus=PENDING&at=${at}`), expected: earlier },
  ]

  let arrived = 0
  for (let round = 0; round < rounds; round++) {
    const [placed] = await Promise.all([
      placeMany(app, arrivals / rounds),
      ...readings.map(({ reader }) => reader.readPage()),
      app.remove(`/orders/${earlier[arrived]?.orderId}`),
    ])
    arrived += placed.filter((order) => !isRefusal(order)).length
    // In total enough time for every earlier order to be executed.
    app.clock.advance(3000 / rounds)
  }

  const known = new Set(earlier.map(({ orderId }) => String(orderId)))
  for (const { reader, expected } of readings) {
    const { seen, pages, isDone } = reader
    assert.ok(isDone, 'the pages do not end')
    assert.deepEqual(
      seen.filter((orderId) => known.has(orderId)),
      expected.map(({ orderId }) => orderId),
    )
    assert.equal(new Set(seen).size, seen.length, 'a newer order is seen twice')
    t.diagnostic(`each of ${expected.length} earlier orders was seen once, on ${pages} pages`)
  }
  const pending = app.venue.list({ orderStatus: 'PENDING', limit: arrivals }).orders
  assert.ok(pending.every(({ orderId }) => !known.has(orderId)))
  assert.equal(arrived, arrivals)
  t.diagnostic(`${arrived} orders arrived meanwhile, and every earlier one ended`)
})
