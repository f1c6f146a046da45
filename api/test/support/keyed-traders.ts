/** Traders whose requests always arrive, and what must be true of them afterwards. */
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type { Order, OrderEvent } from '../../contract/orders.ts'

/** How long a client waits for a reply before it repeats its request. */
const patienceMs = 5000

/** Some platforms that share their venues, or one. */
export type Urls = readonly [string, ...string[]]

/** The URL of a platform, in turns. */
const urlOf = (urls: Urls, turn: number): string => urls[turn % urls.length] ?? urls[0]

export interface TradersOptions {
  readonly urls: Urls
  readonly venue: string
  readonly traders: number
  /** The quantity of the first order, which none has had before. */
  readonly first?: number
}

export type Traders = ReturnType<typeof startTraders>

/** Traders who place, repeat and cancel, and everything that was acknowledged to them. */
export function startTraders({ urls, venue, traders, first = 1 }: TradersOptions) {
  /** Order ids by quantity, which is different in each placement. */
  const placed = new Map<number, string>()
  const cancelled = new Set<string>()
  /** When each reply came, and how long after the first try. */
  const replies: { readonly at: number; readonly afterMs: number }[] = []
  /** The details of replies that no command could be carried out. */
  const refusals: string[] = []
  let turn = first
  let next = first
  let isOver = false
  let isAbandoned = false

  /** Sends a command until it is decided, always under the same key, to each platform in turn. */
  async function persist(method: string, path: string, key: string, body?: object) {
    const begun = performance.now()
    while (!isAbandoned) {
      const reply = await send(method, path, key, body)
      if (reply) {
        replies.push({ at: performance.now(), afterMs: performance.now() - begun })
        return reply
      }
      // The next try is soon after the next start.
      await setTimeout(20)
    }
    throw new Error('Abandoned.')
  }

  /** One try. Resolves with undefined if it is not decided. */
  async function send(method: string, path: string, key: string, body?: object) {
    const url = urlOf(urls, turn++) + path
    const reply = await request(url, { method, headers: headersOf(key, venue), body })
    if (reply?.status === 503) refusals.push(reply.body.detail)
    return reply && isDecided(reply) ? reply : undefined
  }

  async function place(quantity: number): Promise<string> {
    const ticket = { symbol: 'EURUSD', side: 'BUY', quantity }
    const { status, body } = await persist('POST', '/orders', `place-${quantity}`, ticket)
    assert.equal(status, 201, JSON.stringify(body))
    const { orderId } = body as Order
    assert.equal(placed.get(quantity) ?? orderId, orderId, 'A repetition places no other order')
    placed.set(quantity, orderId)
    return orderId
  }

  async function cancel(orderId: string): Promise<void> {
    const { status, body } = await persist('DELETE', `/orders/${orderId}`, `cancel-${orderId}`)
    assert.ok(status === 204 || status === 409, `${status} ${JSON.stringify(body)}`)
    if (status === 204) cancelled.add(orderId)
  }

  async function trade(): Promise<void> {
    while (!isOver) {
      const quantity = next++
      const orderId = await place(quantity)
      if (quantity % 4 === 0) await place(quantity)
      // Some cancellations come too late.
      await setTimeout((quantity % 7) * 10)
      if (quantity % 2 === 0) await cancel(orderId)
    }
  }

  const trading = Promise.all(Array.from({ length: traders }, trade))
  // `more` and `end` report it.
  trading.catch(() => {})
  return {
    venue,
    placed,
    cancelled,
    replies,
    refusals,
    place,
    /** The quantity of the next order. */
    get next() {
      return next
    },
    /** Waits for so many more replies. */
    async more(count: number): Promise<void> {
      const end = replies.length + count
      while (replies.length < end) await Promise.race([setTimeout(10), trading])
    },
    /** Ends at once, and drops the requests in flight. */
    abandon(): void {
      isAbandoned = true
    },
    async end(): Promise<void> {
      isOver = true
      await trading
    },
  }
}

interface Reply {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: an order or a problem.
  readonly body: any
}

const headersOf = (key: string, venue: string) => ({
  'content-type': 'application/json',
  'idempotency-key': `"${key}"`,
  venue,
})

/** Resolves with undefined if no reply comes. */
async function request(
  url: string,
  { body, ...options }: Omit<RequestInit, 'body'> & { readonly body: object | undefined },
): Promise<Reply | undefined> {
  const sent = body ? JSON.stringify(body) : null
  const signal = AbortSignal.timeout(patienceMs)
  try {
    const reply = await fetch(url, { ...options, body: sent, signal })
    const text = await reply.text()
    return { status: reply.status, body: text === '' ? undefined : JSON.parse(text) }
  } catch {
    return undefined
  }
}

const isDecided = ({ status, body }: Reply): boolean =>
  status !== 503 && body?.code !== 'IDEMPOTENCY_KEY_IN_USE'

/** Waits until no order of a venue is pending. */
export async function ordersAreFinal(url: string, venue: string): Promise<void> {
  const headers = { venue }
  for (;;) {
    const reply = await fetch(`${url}/orders?orderStatus=PENDING`, { headers })
    if (reply.ok && ((await reply.json()) as Order[]).length === 0) return
    await setTimeout(20)
  }
}

/** The log of a venue after a position. */
export async function readLog(url: string, venue: string, after = 0): Promise<OrderEvent[]> {
  const events: OrderEvent[] = []
  for (;;) {
    const from = after + events.length
    const reply = await fetch(`${url}/log?from=${from}&limit=1000`, { headers: { venue } })
    assert.equal(reply.status, 200)
    const page = (await reply.json()) as OrderEvent[]
    if (page.length === 0) return events
    events.push(...page)
  }
}

/**
 * Checks that the log since a position has what was acknowledged to the traders and nothing else. All
 * orders in it must be final. Returns how many orders it has.
 */
export function checkTrades(
  { placed, cancelled }: Pick<Traders, 'placed' | 'cancelled'>,
  log: readonly OrderEvent[],
  after = 0,
): { placed: number; cancelled: number } {
  assert.deepEqual(
    log.map(({ position }) => position),
    log.map((_, nth) => after + nth + 1),
    'Positions have no gap',
  )
  const placements = log.filter(({ type }) => type === 'OrderPlaced')
  const quantities = new Map(placements.map((event) => [quantityOf(event), event.orderId] as const))
  assert.equal(quantities.size, placements.length, 'No ticket has two orders')
  assert.deepEqual(
    differences(placed, quantities),
    [],
    'The log has the orders that were acknowledged, and no others',
  )
  const ends = log.filter(({ type }) => type !== 'OrderPlaced')
  const ended = new Set(ends.map(({ orderId }) => orderId))
  assert.equal(ended.size, ends.length, 'Each order ends once')
  assert.equal(ends.length, placements.length, 'Each order ends')
  const cancellations = ends
    .filter(({ type }) => type === 'OrderCancelled')
    .map(({ orderId }) => orderId)
  assert.deepEqual(
    [...cancelled].toSorted(),
    cancellations.toSorted(),
    'The log has the cancellations that were acknowledged, and no others',
  )
  return { placed: placements.length, cancelled: cancellations.length }
}

/** The entries that only one of two maps has. */
const differences = <K, V>(one: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>) =>
  [...new Set([...one.keys(), ...other.keys()])]
    .filter((key) => one.get(key) !== other.get(key))
    .map((key) => ({ key, acknowledged: one.get(key), log: other.get(key) }))

const quantityOf = (event: OrderEvent) => ('quantity' in event ? event.quantity : 0)
