import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OrderMessage, StreamMessage } from '../../contract/stream.ts'
import { createVenueStore } from './venue-store.ts'

const placedAt = '2026-01-01T00:00:00.000Z'

/** The message that places an order, named after its position. */
function placed(position: number, previous: number | null = position - 1): OrderMessage {
  const orderId = `order-${position}`
  const order = { orderId, symbol: 'EURUSD', side: 'BUY' as const, quantity: 1, placedAt }
  return {
    type: 'order',
    position,
    previous,
    occurredAt: placedAt,
    orderStatus: 'PENDING',
    ...order,
    version: 1,
  }
}

/** The message that executes the order placed at a position. */
const executed = (position: number, orderAt: number): OrderMessage => ({
  ...placed(orderAt),
  position,
  previous: position - 1,
  orderStatus: 'EXECUTED',
  executedAt: placedAt,
  version: 2,
})

const caughtUp = (position: number): StreamMessage => ({ type: 'caught-up', position, log: 'log' })

function open(start = 0, messages: readonly StreamMessage[] = []) {
  const store = createVenueStore(start, { orders: 100, messages: 4 })
  store.accept(messages, 1)
  return store
}

describe('What arrives in order', () => {
  test('changes the orders and the position', () => {
    const store = open(0, [placed(1, null), placed(2), executed(3, 1)])

    assert.equal(store.position, 3)
    assert.deepEqual(store.orders.counts, { PENDING: 1, EXECUTED: 1, CANCELLED: 0 })
    assert.equal(store.orders.find('order-1')?.order.orderStatus, 'EXECUTED')
    assert.equal(store.missing.count, 0)
  })

  test('is kept up to a limit, with its batch', () => {
    const store = open(0, [placed(1, null), placed(2), placed(3)])
    store.accept([placed(4), placed(5)], 2)

    const kept = [...store.arrivals.from()].map(({ message, batch }) => [message.position, batch])
    assert.deepEqual(kept, [
      [2, 1],
      [3, 1],
      [4, 2],
      [5, 2],
    ])
    assert.deepEqual(store.lastBatch, { number: 2, count: 2, first: 4, last: 5 })
  })

  test('is live after the history', () => {
    const store = open(0, [placed(1, null)])
    assert.equal(store.isLive, false)
    store.accept([caughtUp(1), placed(2, 1)], 9)

    assert.equal(store.isLive, true)
    assert.equal(store.orders.find('order-1')?.changedMs, 0)
    assert.equal(store.orders.find('order-2')?.changedMs, 9)
  })
})

describe('A gap', () => {
  test('before the first message is seen, as the store knows where it starts', () => {
    const store = open(10, [placed(13, null)])
    assert.deepEqual(store.missing.ranges, [{ from: 11, to: 12 }])
  })

  test('is seen from `previous`, and marks the message after it', () => {
    const store = open(0, [placed(1, null), placed(4, 3)])

    assert.deepEqual(store.missing.ranges, [{ from: 2, to: 3 }])
    assert.deepEqual(
      [...store.arrivals.from()].map(({ mark }) => mark),
      [undefined, 'after-gap'],
    )
  })

  test('at the end is seen from a message about the position', () => {
    const store = open(0, [placed(1, null), caughtUp(3)])
    assert.deepEqual(store.missing.ranges, [{ from: 2, to: 3 }])
    assert.equal(store.position, 3)
  })

  test('closes when the late message arrives', () => {
    const store = open(0, [placed(1, null), placed(3, 2), placed(2, 1)])

    assert.equal(store.missing.count, 0)
    assert.deepEqual(
      [...store.arrivals.from()].map(({ mark }) => mark),
      [undefined, 'after-gap', 'late'],
    )
    const order = store.orders.select().map(({ placed }) => placed)
    assert.deepEqual(order, [1, 2, 3])
  })

  test('closes when its events are loaded', () => {
    const store = open(0, [placed(1, null), placed(4, 3)])
    store.load(
      [
        { type: 'OrderExecuted', position: 2, occurredAt: placedAt, orderId: 'order-1' },
        {
          type: 'OrderCancelled',
          position: 3,
          occurredAt: placedAt,
          orderId: 'none',
          cancelledBy: 'TRADER',
        },
      ],
      { from: 2, to: 3 },
    )
    assert.equal(store.missing.count, 0)
    assert.equal(store.orders.find('order-1')?.order.orderStatus, 'EXECUTED')
  })
})

describe('A message that arrives twice', () => {
  test('is marked, and changes nothing', () => {
    const store = open(0, [placed(1, null), executed(2, 1), placed(1, null)])

    assert.equal(store.repeated, 1)
    assert.equal([...store.arrivals.from()].at(-1)?.mark, 'repeated')
    assert.equal(store.orders.find('order-1')?.order.orderStatus, 'EXECUTED')
    assert.equal(store.orders.counts.PENDING, 0)
  })
})

describe('Earlier events', () => {
  test('are loaded before the start, with the ends that are known already', () => {
    const store = open(10, [executed(11, 9)])
    assert.equal(store.orders.size(), 0)

    const event = {
      type: 'OrderPlaced',
      position: 9,
      occurredAt: placedAt,
      orderId: 'order-9',
    } as const
    store.load([{ ...event, symbol: 'EURUSD', side: 'BUY', quantity: 1 }], { from: 9, to: 10 })

    assert.equal(store.loadedFrom, 8)
    assert.equal(store.orders.find('order-9')?.order.orderStatus, 'EXECUTED')
  })
})
