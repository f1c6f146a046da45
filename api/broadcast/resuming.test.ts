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

/** A random step; `who` selects a client or an order. */
const step = fc.oneof(
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
    /** Where in the log the client starts, in percent; undefined for live messages only. */
    from: fc.option(fc.nat(100), { nil: undefined }),
    heartbeatMs: fc.option(fc.integer({ min: 100, max: 300 }), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constantFrom('drop' as const, 'reconnect' as const, 'stall' as const, 'goOn' as const),
    who: fc.nat(),
  }),
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** A client that repeatedly loses its connection and reconnects. */
interface Client {
  readonly filter: OrderFilter
  readonly heartbeatMs: number | undefined
  /** The client must receive everything after this position. */
  readonly begin: number
  readonly connections: (TestListener & { leave(): void })[]
  isConnected: boolean
}

function openScenario() {
  const { venue, venueClock, clock, place, listen } = openStream({ maxUnreadBytes: 5000 })
  const clients: Client[] = []
  // Replaying this takes several steps.
  const history = place(400)

  const pick = <T>(from: readonly T[], who: number) => from[who % Math.max(1, from.length)]

  function join({ filter, from, heartbeatMs }: Extract<Step, { kind: 'join' }>): void {
    const begin = Math.floor((venue.position * (from ?? 100)) / 100)
    const sendsCaughtUp = from !== undefined
    const connections = [listen(begin, { filter, heartbeatMs, sendsCaughtUp })]
    clients.push({ filter, heartbeatMs, begin, connections, isConnected: true })
  }

  /** Whether a client is connected and the stream has not closed the connection. */
  const isListening = ({ isConnected, connections }: Client) =>
    isConnected && connections.at(-1)?.closeReason === undefined

  /** Resumes after the last position that the client has read. */
  function reconnect(client: Client): void {
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

  /** Applies an action to one of the clients, if there are any. */
  const toOne =
    (action: (client: Client) => void) =>
    ({ who }: { who: number }) => {
      const client = pick(clients, who)
      if (client) action(client)
    }

  const actions: { [K in Step['kind']]: (step: Extract<Step, { kind: K }>) => void } = {
    place({ count, symbol }) {
      place(count, symbol).catch(assert.ifError)
    },
    cancel({ who }) {
      const { orders } = venue.list({ orderStatus: 'PENDING', limit: 100 })
      venue.cancel(pick(orders, who)?.orderId ?? 'none')
    },
    wait({ ms }) {
      clock.advance(ms)
      venueClock.advance(ms)
    },
    turn() {},
    join,
    drop: toOne(drop),
    reconnect: toOne(reconnect),
    stall: toOne(({ connections }) => connections.at(-1)?.stall()),
    goOn: toOne((client) => isListening(client) && client.connections.at(-1)?.goOn()),
  }
  // The parameter of a union of functions is the intersection of their parameters.
  const perform = (next: Step) => actions[next.kind](next as never)

  /** Reconnects all clients and waits until they have read the whole log. */
  async function end(): Promise<void> {
    for (const client of clients) {
      reconnect(client)
      client.connections.at(-1)?.goOn()
    }
    venueClock.advance(900)
    // A last change that passes every filter.
    await place(1, 'BTC/USD')
    venueClock.advance(900)
    const isAtEnd = ({ connections }: Client) => connections.at(-1)?.position === venue.position
    await until(() => clients.every(isAtEnd))
  }

  return { venue, clients, history, perform, end }
}

/** Checks the order of a connection's messages, and their `previous`. */
function checkChain({ messages }: TestListener, begin: number): void {
  let processed = begin
  let previous: number | null = null
  for (const message of messages) {
    if (message.type === 'going-away') continue
    if (message.type === 'order') {
      assert.ok(message.position > processed, `${message.position} comes after ${processed}`)
      assert.equal(message.previous, previous)
      previous = message.position
    } else {
      assert.ok(message.position >= processed, `${message.position} comes after ${processed}`)
      if (message.type === 'heartbeat') assert.equal(message.previous, previous)
    }
    processed = message.position
  }
}

/** Checks that a client received, over all its connections, each matching event once and in order. */
function checkReceived(venue: Venue, { filter, begin, connections }: Client): void {
  const expected = venue
    .changes(begin, Number.MAX_SAFE_INTEGER)
    .filter(({ order }) => filter.matches(order))
  assert.deepEqual(
    connections.flatMap(({ orders }) => orders.map(({ position }) => position)),
    expected.map(({ event }) => event.position),
  )
  for (const connection of connections) checkChain(connection, begin)
  const caughtUps = connections.map(
    ({ messages }) => messages.filter(({ type }) => type === 'caught-up').length,
  )
  assert.ok(Math.max(...caughtUps) <= 1)
  if (connections.length > 1) assert.equal(caughtUps.at(-1), 1)
}

test('A client that reconnects receives each event once, in order, however often its connection breaks', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { venue, clients, history, perform, end } = openScenario()
      await history
      for (const next of steps) {
        // The steps between two turns run before the stream publishes anything.
        perform(next)
        if (next.kind === 'turn') await turn()
      }
      await end()
      for (const client of clients) checkReceived(venue, client)
    }),
    { numRuns: 40 },
  )
})
