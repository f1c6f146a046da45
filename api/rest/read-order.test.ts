import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OrderEvent } from '../contract/orders.ts'
import { bodyIn, issuesIn, openApp, orderIn, problemIn } from '../test/support/app.ts'

describe('An order as of a position', () => {
  test('is what it was at that position', async () => {
    const { clock, get, placed } = openApp()
    const order = await placed({ clientOrderId: 'alice-1' })
    clock.advance(3000)
    const path = `/orders/${order.orderId}`

    const now = await orderIn(get(path))
    assert.equal(now.orderStatus, 'EXECUTED')
    assert.deepEqual(await orderIn(get(`${path}?at=2`)), now)
    const then = await get(`${path}?at=1`)
    assert.equal(then.headers.get('etag'), '"1"')
    assert.equal(then.headers.get('log-position'), '2')
    assert.deepEqual(await orderIn(then), order)
  })

  test('is not found before its placement', async () => {
    const { get, placed } = openApp()
    await placed()
    const { orderId } = await placed()

    for (const at of [0, 1]) {
      const { code, detail } = await problemIn(get(`/orders/${orderId}?at=${at}`))
      assert.equal(code, 'ORDER_NOT_FOUND')
      assert.equal(detail, `Order ${orderId} was placed after position ${at}.`)
    }
    const { detail } = await problemIn(get('/orders/nobody?at=1'))
    assert.equal(detail, 'No order has the id nobody.')
    assert.equal((await get(`/orders/${orderId}?at=2`)).status, 200)
  })

  test('is refused after the end of the log, and for an invalid position', async () => {
    const { get, placed } = openApp()
    const { orderId } = await placed()
    const refusalOf = (query: string) => issuesIn(get(`/orders/${orderId}?${query}`))

    for (const query of ['at=2', 'at=', 'at=-1', 'at=1.0', 'at=1&at=1', 'at=end']) {
      assert.deepEqual(await refusalOf(query), ['INVALID_REQUEST', '/at'], query)
    }
    assert.deepEqual(await refusalOf('At=1'), ['INVALID_REQUEST', '/At'])
  })
})

describe('The events of an order', () => {
  test('are those of the log, oldest first', async () => {
    const { clock, get, placed, remove } = openApp()
    const executed = await placed({ clientOrderId: 'alice-1' })
    const cancelled = await placed()
    await remove(`/orders/${cancelled.orderId}`)
    clock.advance(3000)

    const log = await bodyIn<OrderEvent[]>(get('/log'))
    for (const [{ orderId }, ...types] of [
      [executed, 'OrderPlaced', 'OrderExecuted'],
      [cancelled, 'OrderPlaced', 'OrderCancelled'],
    ] as const) {
      const events = await bodyIn<OrderEvent[]>(get(`/orders/${orderId}/events`))
      assert.deepEqual(
        events.map(({ type }) => type),
        types,
      )
      assert.deepEqual(
        events,
        log.filter((event) => event.orderId === orderId),
      )
    }
  })

  test('start with the ticket and the time of its execution', async () => {
    const { clock, get, placed } = openApp()
    const { orderId, placedAt } = await placed({ clientOrderId: 'alice-1' })
    clock.advance(3000)

    const [first, second] = await bodyIn<OrderEvent[]>(get(`/orders/${orderId}/events`))

    assert.deepEqual(first, {
      type: 'OrderPlaced',
      position: 1,
      occurredAt: placedAt,
      orderId,
      symbol: 'EURUSD',
      side: 'BUY',
      quantity: 1000,
      clientOrderId: 'alice-1',
      executionDueAt: second?.occurredAt,
    })
  })

  test('are not found for an unknown order', async () => {
    const { get } = openApp()

    assert.deepEqual(await issuesIn(get('/orders/nobody/events')), ['ORDER_NOT_FOUND'])
  })
})
