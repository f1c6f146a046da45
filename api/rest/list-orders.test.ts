import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Order } from '../contract/orders.ts'
import { bodyIn, issuesIn, nextPageOf, openApp } from '../test/support/app.ts'

type App = ReturnType<typeof openApp>

/**
 * Four orders at positions 1 to 4, the second in BTC/USD, the others in EURUSD. The first is
 * cancelled at 5, the others are executed.
 */
async function withHistory() {
  const app = openApp()
  const orders: Order[] = []
  for (const symbol of ['EURUSD', 'BTC/USD', 'EURUSD', 'EURUSD']) {
    orders.push(await app.placed({ symbol, clientOrderId: `alice-${orders.length}` }))
  }
  await app.remove(`/orders/${orders[0]?.orderId}`)
  app.clock.advance(3000)
  assert.equal(app.venue.position, 8)
  return { ...app, orders }
}

/** All pages of a listing. `meanwhile` runs between two pages. */
async function pagesOf({ get }: App, query: string, meanwhile?: () => Promise<unknown>) {
  const pages: Order[][] = []
  for (let next: string | undefined = `/orders?${query}`; next && pages.length < 9; ) {
    const response = await get(next)
    pages.push(await bodyIn<Order[]>(response))
    next = nextPageOf(response)
    await meanwhile?.()
  }
  return pages
}

describe('A listing of one status', () => {
  test('continues as of its first page, however many orders leave it meanwhile', async () => {
    const app = openApp()
    const placed = []
    for (let nth = 0; nth < 5; nth++) placed.push(await app.placed())

    const pages = await pagesOf(app, 'orderStatus=PENDING&limit=2', async () => {
      app.clock.advance(3000)
      await app.placed()
    })

    assert.deepEqual(pages.flat(), placed.toReversed())
  })
})

describe('A listing as of a position', () => {
  test('shows the orders of that position, with the status that they had', async () => {
    const { get, orders } = await withHistory()
    const [first, second, third, fourth] = orders
    const listed = (query: string) => bodyIn<Order[]>(get(`/orders?${query}`))

    assert.deepEqual(await listed('at=0'), [])
    assert.deepEqual(await listed('at=2'), [second, first])
    assert.deepEqual(await listed('at=4'), [fourth, third, second, first])
    assert.deepEqual(
      (await listed('at=5')).map(({ orderStatus }) => orderStatus),
      ['PENDING', 'PENDING', 'PENDING', 'CANCELLED'],
    )
    assert.deepEqual(await listed('at=8'), await listed(''))
  })

  test('is filtered by the status that the orders had then', async () => {
    const { get, orders } = await withHistory()
    const [first, second, third, fourth] = orders
    const listed = (query: string) => bodyIn<Order[]>(get(`/orders?${query}`))

    assert.deepEqual(await listed('at=4&orderStatus=PENDING&symbol=EURUSD'), [fourth, third, first])
    assert.deepEqual(await listed('at=5&orderStatus=PENDING'), [fourth, third, second])
    assert.equal((await listed('at=5&orderStatus=CANCELLED&symbol=EURUSD')).length, 1)
    assert.deepEqual(await listed('at=5&orderStatus=CANCELLED&symbol=BTC/USD'), [])
    assert.deepEqual(await listed('at=7&orderStatus=EXECUTED').then(({ length }) => length), 2)
    assert.deepEqual(await listed('at=1&clientOrderId=alice-0'), [first])
    assert.deepEqual(await listed('at=1&clientOrderId=alice-1'), [])
    assert.deepEqual(await listed('at=5&clientOrderId=alice-0&orderStatus=PENDING'), [])
  })

  test('keeps to that position on all pages, whatever happens meanwhile', async () => {
    const app = await withHistory()
    const [first, , third, fourth] = app.orders
    const query = 'at=4&orderStatus=PENDING&symbol=EURUSD&limit=1'

    const pages = await pagesOf(app, query, () => app.placed())

    assert.deepEqual(pages, [[fourth], [third], [first]])
  })

  test('is refused after the end of the log, and for an invalid position', async () => {
    const { get } = await withHistory()

    for (const query of ['at=9', 'at=', 'at=-1', 'at=1e0', 'at=1&at=1']) {
      assert.deepEqual(await issuesIn(get(`/orders?${query}`)), ['INVALID_REQUEST', '/at'], query)
    }
  })
})
