/** A real platform, used over HTTP and WebSockets, whose replies are translated to the model's terms. */
import assert from 'node:assert/strict'
import { createRealClock, createVirtualClock, isRefusal } from '../../../engine/index.ts'
import type { Order, OrderEvent, OrderStatus } from '../../contract/orders.ts'
import type { OrderMessage } from '../../contract/stream.ts'
import { createPlatform } from '../../platform.ts'
import { listen } from '../../server/listen.ts'
import { ModelFollower } from './follower.ts'
import { executionDelayMs, type Model, type ModelChange } from './model.ts'

export type RealPlatform = Awaited<ReturnType<typeof openRealPlatform>>

interface RequestParts {
  readonly headers?: Record<string, string>
  readonly ticket?: object
}

const ticketOf = (symbol: string) => ({ symbol, side: 'BUY' as const, quantity: 1000 })

/** Opens a platform on a free port. The time of its venue is held. */
export async function openRealPlatform() {
  const clock = createVirtualClock()
  const processClock = createRealClock()
  const bugs: Error[] = []
  const platform = createPlatform({
    time: { mode: 'held', clock },
    processClock,
    seed: 'a seed',
    latency: { minMs: 0, maxMs: 0 },
    executionDelay: { minMs: executionDelayMs, maxMs: executionDelayMs },
    onBug: (bug) => bugs.push(bug),
  })
  const { url, close } = await listen(platform, { host: '127.0.0.1', port: 0, clock: processClock })
  const { venue } = platform.venues.main
  const { logId } = venue
  const terms = createTerms(clock.now())
  const followers = new Map<string, ModelFollower>()

  async function ask(method: string, path: string, { headers = {}, ticket }: RequestParts = {}) {
    const response = await fetch(url + path, {
      method,
      headers: { ...headers, ...(ticket && { 'content-type': 'application/json' }) },
      body: ticket ? JSON.stringify(ticket) : null,
    })
    const text = await response.text()
    assert.equal(response.headers.get('log-id'), logId)
    return {
      status: response.status,
      position: Number(response.headers.get('log-position')),
      body: text === '' ? undefined : JSON.parse(text),
    }
  }

  return {
    ...terms,
    ask,

    /** Places orders in the engine, because that is faster than HTTP. */
    async placeMany(symbol: string, count: number): Promise<void> {
      for (let placed = 0; placed < count; placed++) {
        const order = await venue.place(ticketOf(symbol))
        assert.ok(!isRefusal(order))
        terms.number(order.orderId)
      }
    },

    wait: (ms: number) => clock.advance(ms),

    async connect(name: string, symbol?: string): Promise<void> {
      const follower = new ModelFollower(url, symbol === undefined ? {} : { symbol })
      followers.set(name, follower)
      await follower.connect()
    },

    resume: (name: string, after: number) => followers.get(name)?.resume(after, logId),
    drop: (name: string, after: number) => followers.get(name)?.drop(after),

    /** Checks that every follower has received exactly the model's changes, in order. */
    async agreesWith(model: Model): Promise<void> {
      assert.deepEqual(bugs, [])
      assert.equal(venue.position, model.log.length)
      for (const [name, listener] of model.listeners) {
        const follower = followers.get(name)
        assert.ok(follower)
        if (listener.isConnected) {
          await follower.receiveAll()
          follower.check()
          listener.received = model.log.length
        }
        assert.deepEqual(follower.orders.map(terms.changeReceived), model.receivedBy(listener))
      }
    },

    close: () => close(0),
  }
}

/** Translates orders and events of the platform to the model's terms. */
function createTerms(start: number) {
  const orderIds: string[] = []
  const numbers = new Map<string, number>()
  const since = (time: string) => Date.parse(time) - start
  const numberOf = (orderId: string) => numbers.get(orderId) ?? 0

  return {
    /** Assigns the next number to an order. */
    number(orderId: string): void {
      numbers.set(orderId, orderIds.push(orderId))
    },
    numberOf,
    pathOf: (order: number) => `/orders/${orderIds[order - 1]}`,

    orderSeen(order: Order) {
      const executedAt = 'executedAt' in order ? order.executedAt : undefined
      const endedAt = 'cancelledAt' in order ? order.cancelledAt : executedAt
      return {
        order: numberOf(order.orderId),
        symbol: order.symbol,
        status: order.orderStatus,
        version: order.version,
        placedAt: since(order.placedAt),
        endedAt: endedAt === undefined ? undefined : since(endedAt),
      }
    },
    changeReceived: ({
      position,
      orderId,
      orderStatus,
      occurredAt,
    }: OrderMessage): ModelChange => ({
      position,
      order: numberOf(orderId),
      status: orderStatus,
      at: since(occurredAt),
    }),
    changeRead: ({ position, orderId, type, occurredAt }: OrderEvent): ModelChange => ({
      position,
      order: numberOf(orderId),
      status: statusAfter[type],
      at: since(occurredAt),
    }),
  }
}

const statusAfter: Record<OrderEvent['type'], OrderStatus> = {
  OrderPlaced: 'PENDING',
  OrderExecuted: 'EXECUTED',
  OrderCancelled: 'CANCELLED',
}
