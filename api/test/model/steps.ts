/** The steps that act on a platform and on its model. A counter-example prints them as words. */
import assert from 'node:assert/strict'
import type fc from 'fast-check'
import type { CancelResult, Order, OrderEvent } from '../../contract/orders.ts'
import type { Model, ModelQuery } from './model.ts'
import type { RealPlatform } from './platform.ts'

export type Step = fc.AsyncCommand<Model, RealPlatform>

/** A step: its words, its precondition and its action. Then the platform must agree with the model. */
const step = (
  words: string,
  can: (model: Model) => boolean,
  does: (model: Model, real: RealPlatform) => Promise<void>,
): Step => ({
  check: can,
  async run(model, real) {
    await does(model, real)
    await real.agreesWith(model)
  },
  toString: () => words,
})

const always = () => true
const ticketOf = (symbol: string) => ({ symbol, side: 'BUY', quantity: 1000 })

async function placeOne(model: Model, real: RealPlatform, symbol: string): Promise<void> {
  model.place(symbol)
  const { status, body, position } = await real.ask('POST', '/orders', { ticket: ticketOf(symbol) })
  assert.deepEqual([status, position], [201, model.log.length])
  real.number(body.orderId)
  assert.deepEqual(real.orderSeen(body), model.order(model.symbols.length))
}

/** Places orders at the same moment. The log shows their order. */
async function placeSome(model: Model, real: RealPlatform, count: number): Promise<void> {
  const from = model.log.length
  const place = () => real.ask('POST', '/orders', { ticket: ticketOf('EURUSD') })
  const replies = await Promise.all(Array.from({ length: count }, place))
  for (const { status } of replies) {
    assert.equal(status, 201)
    model.place('EURUSD')
  }
  const placed = await read<OrderEvent[]>(model, real, `/log?from=${from}`)
  for (const { orderId } of placed) real.number(orderId)
}

/** Reads a path, at least as of the end of the model's log. */
async function read<T>(model: Model, real: RealPlatform, path: string): Promise<T> {
  const headers = { 'min-log-position': `${model.log.length}` }
  const { status, body, position } = await real.ask('GET', path, { headers })
  assert.deepEqual([status, position], [200, model.log.length], path)
  return body
}

export const place = (symbol: string) =>
  step(`an order in ${symbol} is placed`, always, (model, real) => placeOne(model, real, symbol))

export const placeMany = (symbol: string, count: number) =>
  step(
    `${count} orders in ${symbol} are placed`,
    ({ symbols }) => symbols.length < count,
    async (model, real) => {
      for (let placed = 0; placed < count; placed++) model.place(symbol)
      await real.placeMany(symbol, count)
    },
  )

export const check = (symbol: string) =>
  step(`a ticket for ${symbol} is checked`, always, async (_, real) => {
    const { status } = await real.ask('POST', '/orders?dryRun=true', { ticket: ticketOf(symbol) })
    assert.equal(status, 200)
  })

export const wait = (ms: number) =>
  step(`${ms} ms pass`, always, async (model, real) => {
    model.wait(ms)
    real.wait(ms)
  })

const isPlaced = (order: number) => (model: Model) => order <= model.symbols.length

/** Cancels an order, optionally only if it has a certain version. */
export const cancel = (order: number, version?: number) =>
  step(
    `order ${order} is cancelled${version ? `, if it has version ${version}` : ''}`,
    isPlaced(order),
    async (model, real) => {
      const before = model.order(order)
      const headers = version ? { 'if-match': `"${version}"` } : {}
      const { status, body } = await real.ask('DELETE', real.pathOf(order), { headers })
      if (version && version !== before?.version) {
        assert.deepEqual([status, body?.version], [412, before?.version])
      } else if (before?.status === 'PENDING') {
        model.cancel(order)
        assert.equal(status, 204)
      } else {
        assert.deepEqual([status, body?.orderStatus], [409, before?.status])
      }
    },
  )

export const cancelAll = (symbol?: string) =>
  step(`all orders${inSymbol(symbol)} are cancelled`, always, async (model, real) => {
    const pending = model.list({ symbol, status: 'PENDING' }).toReversed()
    for (const { order } of pending) model.cancel(order)
    const query = queryOf({ symbol, orderStatus: 'PENDING' })
    const { status, body } = await real.ask('DELETE', `/orders${query}`)
    assert.equal(status, 200)
    assert.deepEqual(
      (body as CancelResult[]).map((result) => [real.numberOf(result.orderId), result.cancelled]),
      pending.map(({ order }) => [order, true]),
    )
  })

export const readOrder = (order: number, at?: number) =>
  step(
    `order ${order} is read${asOf(at)}`,
    (model) =>
      isPlaced(order)(model) &&
      (at ?? 0) <= model.log.length &&
      model.order(order, at) !== undefined,
    async (model, real) => {
      const seen = await read<Order>(model, real, real.pathOf(order) + queryOf({ at }))
      assert.deepEqual(real.orderSeen(seen), model.order(order, at))
    },
  )

export const list = (query: ModelQuery, at?: number) =>
  step(
    `the ${query.status ? `${query.status} ` : ''}orders${inSymbol(query.symbol)} are listed${asOf(at)}`,
    (model) => (at ?? 0) <= model.log.length,
    async (model, real) => {
      const { symbol, status } = query
      const path = `/orders${queryOf({ symbol, orderStatus: status, at, limit: 1000 })}`
      const seen = await read<Order[]>(model, real, path)
      assert.deepEqual(seen.map(real.orderSeen), model.list(query, at))
    },
  )

export const readHistory = (order: number) =>
  step(`the history of order ${order} is read`, isPlaced(order), async (model, real) => {
    const events = await read<OrderEvent[]>(model, real, `${real.pathOf(order)}/events`)
    assert.deepEqual(events.map(real.changeRead), model.history(order))
  })

export const readLog = (from: number) =>
  step(
    `the log is read from position ${from}`,
    ({ log }) => from <= log.length,
    async (model, real) => {
      const events = await read<OrderEvent[]>(model, real, `/log${queryOf({ from, limit: 1000 })}`)
      assert.deepEqual(events.map(real.changeRead), model.log.slice(from, from + 1000))
    },
  )

/** A follower connects, for all symbols or for one. */
export const connect = (name: string, symbol?: string) =>
  step(
    `${name} connects${symbol ? ` for ${symbol}` : ''}`,
    ({ listeners }) => !listeners.has(name),
    async (model, real) => {
      const { length } = model.log
      await real.connect(name, symbol)
      model.listeners.set(name, { symbol, after: length, received: length, isConnected: true })
    },
  )

/** A follower loses the connection, and with it the last messages. */
export const drop = (name: string, missed: number) =>
  step(
    `${name} loses the connection${missed ? `, and the last ${count(missed, 'change')} with it` : ''}`,
    ({ listeners }) => listeners.get(name)?.isConnected === true,
    async ({ listeners }, real) => {
      const listener = listeners.get(name)
      assert.ok(listener)
      listener.isConnected = false
      listener.received = Math.max(listener.after, listener.received - missed)
      real.drop(name, listener.received)
    },
  )

/** A follower resumes while orders are placed. */
export const resume = (name: string, placing: number) =>
  step(
    `${name} resumes${placing ? `, with ${count(placing, 'order')} coming in` : ''}`,
    ({ listeners }) => listeners.get(name)?.isConnected === false,
    async (model, real) => {
      const listener = model.listeners.get(name)
      assert.ok(listener)
      listener.isConnected = true
      await Promise.all([real.resume(name, listener.received), placeSome(model, real, placing)])
    },
  )

const count = (number: number, what: string) => (number === 1 ? `1 ${what}` : `${number} ${what}s`)
const asOf = (at?: number) => (at === undefined ? '' : ` as of position ${at}`)
const inSymbol = (symbol?: string) => (symbol === undefined ? '' : ` in ${symbol}`)

/** A query string of the parameters that have a value. */
function queryOf(parameters: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) query.set(name, `${value}`)
  }
  return query.size === 0 ? '' : `?${query}`
}
