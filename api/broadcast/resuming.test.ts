import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Venue } from '../../engine/index.ts'
import { turn } from '../test/support/app.ts'
import type { TestListener } from '../test/support/listener.ts'
import { until } from '../test/support/platform.ts'
import { openStream } from '../test/support/stream.ts'
import { createOrderFilter, type OrderFilter } from './order-filter.ts'

const filters = [
  createOrderFilter({}),
  createOrderFilter({ symbol: 'BTC/USD' }),
  createOrderFilter({ orderStatus: 'EXECUTED' }),
]

/** What may happen next; `who` picks one of those who are there. */
const act = fc.oneof(
  fc.record({
    kind: fc.constant('place' as const),
    count: fc.integer({ min: 1, max: 60 }),
    symbol: fc.constantFrom('EURUSD', 'BTC/USD'),
  }),
  fc.record({ kind: fc.constant('cancel' as const), who: fc.nat() }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(400) }),
  fc.record({ kind: fc.constant('turn' as const) }),
  fc.record({
    kind: fc.constant('join' as const),
    filter: fc.constantFrom(...filters),
    /** From where in the log, in hundredths; undefined: from now on. */
    from: fc.option(fc.nat(100), { nil: undefined }),
    heartbeatMs: fc.option(fc.integer({ min: 100, max: 300 }), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constantFrom('drop' as const, 'comeBack' as const, 'stall' as const, 'goOn' as const),
    who: fc.nat(),
  }),
)
type Act = typeof act extends fc.Arbitrary<infer A> ? A : never

/** Somebody who loses the connection and comes back, again and again. */
interface Client {
  readonly filter: OrderFilter
  readonly heartbeatMs: number | undefined
  /** After this position it wants to hear everything. */
  readonly begin: number
  readonly connections: (TestListener & { leave(): void })[]
  isConnected: boolean
}

function openScene() {
  const { venue, venueClock, clock, place, listen } = openStream({ maxUnreadBytes: 5000 })
  const clients: Client[] = []
  // So much that to replay it takes several steps.
  const history = place(400)

  const pick = <T>(from: readonly T[], who: number) => from[who % Math.max(1, from.length)]

  function join({ filter, from, heartbeatMs }: Extract<Act, { kind: 'join' }>): void {
    const begin = Math.floor((venue.position * (from ?? 100)) / 100)
    const sendsCaughtUp = from !== undefined
    const connections = [listen(begin, { filter, heartbeatMs, sendsCaughtUp })]
    clients.push({ filter, heartbeatMs, begin, connections, isConnected: true })
  }

  /** Whether somebody has a connection that was not ended by the other side. */
  const isListening = ({ isConnected, connections }: Client) =>
    isConnected && connections.at(-1)?.closeReason === undefined

  /** Goes on from the last position that the client has read. */
  function comeBack(client: Client): void {
    if (isListening(client)) return
    const { connections, begin, filter, heartbeatMs } = client
    const read = connections.findLast(({ position }) => position !== undefined)
    connections.push(listen(read?.position ?? begin, { filter, heartbeatMs }))
    client.isConnected = true
  }

  function drop(client: Client): void {
    client.connections.at(-1)?.leave()
    client.isConnected = false
  }

  /** Does something to one of those who are there, if anybody is. */
  const toOne =
    (does: (client: Client) => void) =>
    ({ who }: { who: number }) => {
      const client = pick(clients, who)
      if (client) does(client)
    }

  const acts: { [K in Act['kind']]: (act: Extract<Act, { kind: K }>) => void } = {
    place({ count, symbol }) {
      place(count, symbol).catch(assert.ifError)
    },
    cancel({ who }) {
      const { orders } = venue.list({ orderStatus: 'PENDING', limit: 100 })
      venue.cancel(pick(orders, who)?.orderId ?? 'none').catch(assert.ifError)
    },
    wait({ ms }) {
      clock.advance(ms)
      venueClock.advance(ms)
    },
    turn() {},
    join,
    drop: toOne(drop),
    comeBack: toOne(comeBack),
    stall: toOne(({ connections }) => connections.at(-1)?.stall()),
    goOn: toOne((client) => isListening(client) && client.connections.at(-1)?.goOn()),
  }
  const perform = (next: Act) => acts[next.kind](next as never)

  /** Brings everybody back, and to the end of the log. */
  async function end(): Promise<void> {
    for (const client of clients) {
      comeBack(client)
      client.connections.at(-1)?.goOn()
    }
    venueClock.advance(900)
    // A last change that every filter lets through.
    await place(1, 'BTC/USD')
    venueClock.advance(900)
    const isAtEnd = ({ connections }: Client) => connections.at(-1)?.position === venue.position
    await until(() => clients.every(isAtEnd))
  }

  return { venue, clients, history, perform, end }
}

/** Checks that each message of a connection stands where it may, and says so. */
function checkChain({ messages }: TestListener, begin: number): void {
  let considered = begin
  let previous: number | null = null
  for (const message of messages) {
    if (message.type === 'going-away') continue
    if (message.type === 'order') {
      assert.ok(message.position > considered, `${message.position} comes after ${considered}`)
      assert.equal(message.previous, previous)
      previous = message.position
    } else {
      assert.ok(message.position >= considered, `${message.position} comes after ${considered}`)
      if (message.type === 'heartbeat') assert.equal(message.previous, previous)
    }
    considered = message.position
  }
}

/** Checks that somebody heard, over all connections, what was to be heard, once and in order. */
function checkHeard(venue: Venue, { filter, begin, connections }: Client): void {
  const wanted = venue
    .changes(begin, Number.MAX_SAFE_INTEGER)
    .filter(({ order }) => filter.matches(order))
  assert.deepEqual(
    connections.flatMap(({ orders }) => orders.map(({ position }) => position)),
    wanted.map(({ event }) => event.position),
  )
  for (const connection of connections) checkChain(connection, begin)
  const seams = connections.map(
    ({ messages }) => messages.filter(({ type }) => type === 'caught-up').length,
  )
  assert.ok(Math.max(...seams) <= 1)
  if (connections.length > 1) assert.equal(seams.at(-1), 1)
}

test('Whoever comes back has heard each event once, in order, however often the connection broke', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
      const { venue, clients, history, perform, end } = openScene()
      await history
      for (const next of acts) {
        // Between two turns all happens at the same moment, before anybody is told of it.
        perform(next)
        if (next.kind === 'turn') await turn()
      }
      await end()
      for (const client of clients) checkHeard(venue, client)
    }),
    { numRuns: 40 },
  )
})
