import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { OrderEvent, OrderId } from '../order.ts'
import { createOrderBook, type OrderBook, type OrderQuery } from './order-book.ts'

/** A book that the events were applied to. */
function bookOf(events: readonly OrderEvent[]): OrderBook {
  const book = createOrderBook((position) => events[position - 1] as OrderEvent)
  for (const event of events) book.apply(event)
  return book
}

const symbols = ['EURUSD', 'BTC/USD', 'BRK.B']

/** A history in which each order is placed and perhaps finished later, with other orders in between. */
const history = fc
  .array(fc.record({ symbol: fc.constantFrom(...symbols), end: fc.constantFrom(0, 1, 2, 3, 60) }), {
    maxLength: 120,
  })
  .map((plans) => {
    const events: OrderEvent[] = []
    const ends = new Map<number, OrderEvent[]>()
    const add = (event: object) =>
      events.push({
        ...event,
        position: events.length + 1,
        occurredAt: events.length,
      } as OrderEvent)
    plans.forEach(({ symbol, end }, index) => {
      const orderId = `order-${index}` as OrderId
      const clientOrderId = index % 3 === 0 ? `client-${index}` : undefined
      const ticket = { symbol, side: 'BUY', quantity: 1, clientOrderId }
      add({ type: 'OrderPlaced', orderId, ticket, plan: { does: 'hold' } })
      const type = index % 2 === 0 ? 'OrderExecuted' : 'OrderCancelled'
      const due = ends.get(index + end) ?? []
      ends.set(index + end, [...due, { type, orderId } as OrderEvent])
      for (const event of ends.get(index) ?? []) add(event)
    })
    return events
  })

const filter = fc.record({
  orderStatus: fc.option(fc.constantFrom('PENDING', 'EXECUTED', 'CANCELLED'), { nil: undefined }),
  symbol: fc.option(fc.constantFrom(...symbols, 'NOBODY'), { nil: undefined }),
  clientOrderId: fc.option(fc.constantFrom('client-0', 'client-3', 'nobody'), {
    nil: undefined,
    freq: 5,
  }),
  limit: fc.integer({ min: 1, max: 20 }),
})

test('the pages of any listing are what a plain search finds, newest first', () => {
  fc.assert(
    fc.property(history, filter, (events, query) => {
      const book = bookOf(events)
      const found = [...new Set(events.map(({ orderId }) => orderId))]
        .reverse()
        .map((orderId) => book.find(orderId))
        .filter(
          (order) =>
            order &&
            (query.orderStatus ?? order.orderStatus) === order.orderStatus &&
            (query.symbol ?? order.ticket.symbol) === order.ticket.symbol &&
            (query.clientOrderId ?? order.ticket.clientOrderId) === order.ticket.clientOrderId,
        )

      assert.deepEqual(walk(book, query as OrderQuery), found)
    }),
  )
})

const walk = (book: OrderBook, query: Omit<OrderQuery, 'before'>) => {
  const walked = []
  let before: number | undefined
  do {
    const page = book.list({ ...query, before })
    walked.push(...page.orders)
    before = page.next
  } while (before !== undefined)
  return walked
}

test('at any past position, the book answers like one folded up to it', () => {
  fc.assert(
    fc.property(history, filter, fc.nat(), (events, anyQuery, any) => {
      const query = anyQuery as OrderQuery
      const at = any % (events.length + 1)
      const whole = bookOf(events)
      const then = bookOf(events.slice(0, at))

      assert.deepEqual(walk(whole, { ...query, at }), walk(then, query))
      for (const { orderId } of events) {
        assert.deepEqual(whole.find(orderId, at), then.find(orderId))
      }
    }),
  )
})

test('the book knows the positions of the events of each order', () => {
  fc.assert(
    fc.property(history, (events) => {
      const book = bookOf(events)

      for (const { orderId } of events) {
        const own = events.filter((event) => event.orderId === orderId)
        assert.deepEqual(
          book.positionsOf(orderId),
          own.map(({ position }) => position),
        )
      }
      assert.deepEqual(book.positionsOf('nobody'), [])
    }),
  )
})

const orderId = 'order-1' as OrderId
const placed: OrderEvent = {
  type: 'OrderPlaced',
  orderId,
  ticket: { symbol: 'EURUSD', side: 'BUY', quantity: 1, clientOrderId: 'alice-1' },
  plan: { does: 'hold' },
  position: 1,
  occurredAt: 0,
}

test('a page that starts after an order does not repeat it, however the orders are searched', () => {
  const book = bookOf([placed])

  for (const query of [{}, { symbol: 'EURUSD' }, { clientOrderId: 'alice-1' }]) {
    assert.equal(book.list({ ...query, before: 1, limit: 1 }).orders.length, 1)
    assert.equal(book.list({ ...query, before: 0, limit: 1 }).orders.length, 0)
  }
})

test('an event after a final one throws: the log is broken', () => {
  const book = bookOf([placed, { type: 'OrderExecuted', orderId, position: 2, occurredAt: 0 }])

  assert.throws(
    () =>
      book.apply({
        type: 'OrderCancelled',
        orderId,
        cancelledBy: 'TRADER',
        position: 3,
        occurredAt: 0,
      }),
    /No pending order for event 3/,
  )
})
