import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Reply } from './client.ts'
import { orderFrom, ordersFrom } from './reply-body.ts'

const replyWith = (body: unknown) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const wire = { method: 'GET', url: 'http://target/orders', status: 200, text }
  return { text, sentAt: 0, receivedAt: 20, wire } as Reply
}

const order = { orderId: '7', orderStatus: 'PENDING' }

describe('The body of a reply', () => {
  it('is an order, or a list of orders, if each has an id and a status', () => {
    assert.deepEqual(orderFrom(replyWith(order)), order)
    assert.deepEqual(ordersFrom(replyWith([order, order])), [order, order])
  })

  const faulty: [read: (reply: Reply) => unknown, body: unknown, message: string][] = [
    [orderFrom, '', 'the reply should be JSON, but: GET /orders → 200 after 20 ms'],
    [orderFrom, null, 'the reply should have an orderId, but: GET /orders → 200 after 20 ms null'],
    [
      orderFrom,
      { orderId: '7' },
      'the reply should have an orderStatus, but: GET /orders → 200 after 20 ms {"orderId":"7"}',
    ],
    [
      ordersFrom,
      {},
      'the listing should be a list of orders, but: GET /orders → 200 after 20 ms {}',
    ],
    [
      ordersFrom,
      [order, 7],
      `entry 2 of the listing should have an orderId, but: GET /orders → 200 after 20 ms ${JSON.stringify([order, 7])}`,
    ],
  ]
  it('is no order if its id could fill the memory', () => {
    const longest = { ...order, orderId: 'x'.repeat(1000) }
    assert.deepEqual(orderFrom(replyWith(longest)), longest)
    assert.throws(() => orderFrom(replyWith({ ...order, orderId: 'x'.repeat(1001) })), {
      message: 'the reply should have an orderId of at most 1000 characters, but it has 1001',
    })
  })

  it('is no order if no path can contain its id', () => {
    assert.throws(() => orderFrom(replyWith('{"orderId":"a\\ud800","orderStatus":"PENDING"}')), {
      message:
        'the reply should have an orderId that a path can contain, but "a\\ud800" is no valid ' +
        'Unicode: it has one half of a surrogate pair without the other',
    })
  })

  for (const [read, body, message] of faulty) {
    it(`is named with its request if it is something else: ${JSON.stringify(body)}`, () => {
      assert.throws(() => read(replyWith(body)), { message })
    })
  }
})
