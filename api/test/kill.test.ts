import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { Order, OrderEvent } from '../contract/orders.ts'
import { createKilledPlatform } from './support/killed-platform.ts'

/** How often the platform is killed; `npm run fuzz` kills it ten times. */
const kills = Number(process.env.KILLS || 1)

const traders = 8
/** Replies between two kills, at least. */
const repliesBetween = 200

/** Sends a request until a reply comes, always under the same key. */
async function persist(url: string, method: string, key: string, body?: object): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url, {
        method,
        headers: { 'content-type': 'application/json', 'idempotency-key': `"${key}"` },
        body: body ? JSON.stringify(body) : null,
      })
    } catch {
      // Killed. The next try is soon after the next start.
      await setTimeout(5)
    }
  }
}

/** Traders who place, repeat and cancel, and everything that was acknowledged to them. */
function createLoad(url: string) {
  /** Order ids by quantity, which is different in each placement. */
  const placed = new Map<number, string>()
  const cancelled = new Set<string>()
  let next = 0
  let replies = 0
  let isOver = false

  async function place(quantity: number): Promise<string> {
    const ticket = { symbol: 'EURUSD', side: 'BUY', quantity }
    const reply = await persist(`${url}/orders`, 'POST', `place-${quantity}`, ticket)
    const { orderId } = (await reply.json()) as Order
    assert.equal(reply.status, 201)
    assert.equal(placed.get(quantity) ?? orderId, orderId, 'A repetition places no other order')
    placed.set(quantity, orderId)
    replies++
    return orderId
  }

  async function cancel(orderId: string): Promise<void> {
    const { status } = await persist(`${url}/orders/${orderId}`, 'DELETE', `cancel-${orderId}`)
    assert.ok(status === 204 || status === 409, `${status}`)
    if (status === 204) cancelled.add(orderId)
    replies++
  }

  async function trade(): Promise<void> {
    while (!isOver) {
      const quantity = ++next
      const orderId = await place(quantity)
      if (quantity % 4 === 0) await place(quantity)
      // Some cancellations come too late.
      await setTimeout((quantity % 7) * 10)
      if (quantity % 2 === 0) await cancel(orderId)
    }
  }

  const trading = Promise.all(Array.from({ length: traders }, trade))
  return {
    placed,
    cancelled,
    /** Waits for so many more replies. */
    async replies(count: number): Promise<void> {
      const end = replies + count
      while (replies < end) await Promise.race([setTimeout(10), trading])
    },
    async end(): Promise<void> {
      isOver = true
      await trading
    },
  }
}

/** A client that receives every change, and resumes from its last position and log. */
function listenForever(url: string) {
  const messages: (Order & { position: number })[] = []
  let logId = ''
  let socket: WebSocket
  let isOver = false
  let resumed = -1

  function connect(): void {
    resumed++
    const from = messages.at(-1)?.position ?? 0
    const log = logId && `&log=${logId}`
    socket = new WebSocket(`${url.replace('http', 'ws')}/ws?from=${from}${log}`)
    socket.on('upgrade', ({ headers }) => {
      logId = String(headers['log-id'])
    })
    socket.on('message', (data) => {
      const message = JSON.parse(`${data}`)
      if (message.type === 'order') messages.push(message)
    })
    socket.on('error', () => {})
    socket.on('close', async () => {
      await setTimeout(5)
      if (!isOver) connect()
    })
  }

  connect()
  return {
    messages,
    get resumed() {
      return resumed
    },
    end() {
      isOver = true
      socket.terminate()
    },
  }
}

/** The whole log. */
async function readLog(url: string): Promise<OrderEvent[]> {
  const events: OrderEvent[] = []
  for (;;) {
    const reply = await fetch(`${url}/log?from=${events.length}&limit=1000`)
    const page = (await reply.json()) as OrderEvent[]
    if (page.length === 0) return events
    events.push(...page)
  }
}

test('A platform with a store keeps every promise through kill -9', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'papertape-kill-'))
  t.after(() => rm(folder, { recursive: true }))
  const platform = await createKilledPlatform({
    STORE: join(folder, 'papertape.db'),
    LATENCY_MS: '0-10',
    EXECUTION_DELAY_MS: '10-100',
    LOG_LEVEL: 'info',
  })
  t.after(platform.kill)
  const { url } = platform
  const listener = listenForever(url)
  t.after(listener.end)
  const load = createLoad(url)

  for (let kill = 0; kill < kills; kill++) {
    await load.replies(repliesBetween)
    await platform.kill()
    await platform.start()
  }
  await load.replies(repliesBetween)
  await load.end()
  const isPending = async () =>
    ((await (await fetch(`${url}/orders?orderStatus=PENDING`)).json()) as Order[]).length > 0
  while (await isPending()) await setTimeout(20)
  const log = await readLog(url)
  while (listener.messages.length < log.length) await setTimeout(20)

  const placed = log.filter(({ type }) => type === 'OrderPlaced')
  const quantities = new Map(
    placed.map((event) => ['quantity' in event && event.quantity, event.orderId]),
  )
  assert.equal(quantities.size, placed.length, 'No ticket has two orders')
  assert.deepEqual(
    new Map([...load.placed].toSorted(byQuantity)),
    new Map([...quantities].toSorted(byQuantity)),
  )
  const ends = log.filter(({ type }) => type !== 'OrderPlaced')
  assert.equal(
    new Set(ends.map(({ orderId }) => orderId)).size,
    ends.length,
    'Each order ends once',
  )
  assert.equal(ends.length, placed.length)
  const cancelled = ends
    .filter(({ type }) => type === 'OrderCancelled')
    .map(({ orderId }) => orderId)
  assert.deepEqual([...load.cancelled].toSorted(), cancelled.toSorted())
  assert.ok(cancelled.length > 0 && cancelled.length < placed.length / 2)
  assert.deepEqual(
    listener.messages.map(({ position, orderId }) => [position, orderId]),
    log.map(({ orderId }, nth) => [nth + 1, orderId]),
  )
  assert.ok(listener.resumed >= kills)
})

const byQuantity = ([one]: readonly unknown[], [other]: readonly unknown[]) =>
  Number(one) - Number(other)
