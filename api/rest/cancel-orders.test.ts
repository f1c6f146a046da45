import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CancelResult } from '../contract/orders.ts'
import { bodyIn, issuesIn, openApp, problemIn, turn } from '../test/support/app.ts'

async function withOrders(count: number, symbol = 'EURUSD') {
  const app = openApp()
  const orderIds: string[] = []
  for (let nth = 0; nth < count; nth++) {
    const order = await app.venue.place({ symbol, side: 'BUY', quantity: 1000 })
    orderIds.push(order.orderId)
  }
  const cancelMany = (query = 'orderStatus=PENDING') => app.remove(`/orders?${query}`)
  return { ...app, orderIds, cancelMany }
}

const cancelled = (orderId: string): CancelResult => ({
  orderId,
  cancelled: true,
  orderStatus: 'CANCELLED',
  version: 2,
})

describe('Cancelling many orders', () => {
  test('cancels all PENDING orders, in order of placement', async () => {
    const { cancelMany, clock, orderIds, placed, venue } = await withOrders(2)
    clock.advance(3000)
    const { orderId } = await placed({ clientOrderId: 'alice-1' })
    const third = await placed()

    const response = await cancelMany()

    assert.equal(response.headers.get('log-position'), '8')
    assert.deepEqual(await bodyIn(response), [
      { ...cancelled(orderId), clientOrderId: 'alice-1' },
      cancelled(third.orderId),
    ])
    assert.deepEqual(venue.list({ orderStatus: 'PENDING', limit: 9 }).orders, [])
    assert.equal(venue.list({ orderStatus: 'EXECUTED', limit: 9 }).orders.length, orderIds.length)
  })

  test('is refused with If-Match, because only one order has a version', async () => {
    const { remove, venue } = await withOrders(1)

    const problem = await problemIn(remove('/orders?orderStatus=PENDING', { 'if-match': '"1"' }))

    assert.equal(problem.code, 'VERSION_MISMATCH')
    assert.equal(venue.position, 1)
  })

  test('happens once per key, even if the reply is too large to be kept', async () => {
    const { remove, venue } = openApp()
    for (let nth = 0; nth < 7000; nth++) {
      const clientOrderId = `alice-${nth}`.padEnd(64, '.')
      await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1, clientOrderId })
    }
    const again = () => remove('/orders?orderStatus=PENDING', { 'idempotency-key': 'all' })
    assert.equal((await bodyIn<CancelResult[]>(again())).length, 7000)

    assert.equal((await problemIn(again())).code, 'REPLY_NOT_KEPT')
    assert.equal(venue.position, 14_000)
  })

  test('can be limited to one symbol', async () => {
    const { cancelMany, placed, venue } = await withOrders(2, 'BTC/USD')
    const { orderId } = await placed({ symbol: 'EURUSD' })

    const results = await bodyIn(cancelMany('orderStatus=PENDING&symbol=EURUSD'))

    assert.deepEqual(results, [cancelled(orderId)])
    assert.equal(venue.list({ orderStatus: 'PENDING', limit: 9 }).orders.length, 2)
  })

  test('returns an empty list when there are none', async () => {
    const { cancelMany, venue } = await withOrders(0)

    assert.deepEqual(await bodyIn(cancelMany()), [])
    assert.equal(venue.position, 0)
  })

  test('cancels more than one batch', async () => {
    const { cancelMany, orderIds, venue } = await withOrders(1201)

    const results = await bodyIn<CancelResult[]>(cancelMany())

    assert.deepEqual(results, orderIds.map(cancelled))
    assert.equal(venue.position, 2402)
  })

  test('lets other requests act in between, and reports the orders that had already ended', async () => {
    const { cancelMany, clock, orderIds, remove, venue } = await withOrders(1201)

    const cancelling = cancelMany()
    await turn()
    const [last = ''] = orderIds.slice(-1)
    await remove(`/orders/${last}`)
    clock.advance(3000)
    const results = await bodyIn<CancelResult[]>(cancelling)

    assert.deepEqual(
      results.map(({ orderId }) => orderId),
      orderIds,
    )
    assert.equal(venue.position, 2402)
    const outcomes = new Set(results.map(outcomeOf))
    assert.deepEqual(
      outcomes,
      new Set(['true CANCELLED 2', 'false EXECUTED 2', 'false CANCELLED 2']),
    )
    assert.equal(outcomeOf(results.at(-1)), 'false CANCELLED 2')
    const { orders } = venue.list({ limit: 2000 })
    assert.deepEqual(
      results.map(({ orderStatus }) => orderStatus),
      orders.toReversed().map(({ orderStatus }) => orderStatus),
    )
  })

  test('is refused with an invalid filter, and cancels nothing', async () => {
    const { cancelMany, remove, venue } = await withOrders(1)

    assert.deepEqual(await issuesIn(remove('/orders')), ['INVALID_REQUEST', '/orderStatus'])
    for (const [query, pointer] of [
      ['', '/orderStatus'],
      ['symbol=EURUSD', '/orderStatus'],
      ['orderStatus=EXECUTED', '/orderStatus'],
      ['orderStatus=pending', '/orderStatus'],
      ['orderStatus=PENDING&orderStatus=PENDING', '/orderStatus'],
      ['orderStatus=PENDING&symbol=', '/symbol'],
      ['orderStatus=PENDING&symbol=eurusd', '/symbol'],
      ['orderStatus=PENDING&symbol=EURUSD&symbol=BTC/USD', '/symbol'],
      ['orderStatus=PENDING&clientOrderId=alice-1', '/clientOrderId'],
      ['orderStatus=PENDING&Symbol=EURUSD', '/Symbol'],
    ] as const) {
      assert.deepEqual(await issuesIn(cancelMany(query)), ['INVALID_REQUEST', pointer], query)
    }
    assert.equal(venue.position, 1)
  })
})

const outcomeOf = (result: CancelResult | undefined) =>
  `${result?.cancelled} ${result?.orderStatus} ${result?.version}`
