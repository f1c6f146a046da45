import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createOrderFilter } from '../broadcast/order-filter.ts'
import { openStream, positions, positionsOf } from '../test/support/stream.ts'
import type { MessageMatch, StreamFault } from './stream-faults.ts'

/** Somebody who listens to a stream, to whose second message something happens. */
function openFaulty(action: StreamFault, match: MessageMatch & { nth?: number } = { nth: 2 }) {
  const opened = openStream()
  opened.faults.rules.add({ match, action })
  const alice = opened.listen(0, { sendsCaughtUp: false })
  return { ...opened, alice }
}

/** Where the messages stand of which a listener heard, and after which. */
const chain = ({ orders }: ReturnType<typeof openFaulty>['alice']) =>
  orders.map(({ position, previous }) => [position, previous])

describe('A message', () => {
  test('that is dropped leaves a gap that the next one shows', async () => {
    const { place, alice } = openFaulty({ does: 'drop' })
    await place(3)

    assert.deepEqual(chain(alice), [
      [1, null],
      [3, 2],
    ])
  })

  test('that is duplicated comes twice, the same', async () => {
    const { place, alice } = openFaulty({ does: 'duplicate' })
    await place(3)

    assert.deepEqual(chain(alice), [
      [1, null],
      [2, 1],
      [2, 1],
      [3, 2],
    ])
  })

  test('that is swapped changes places with the next one, however late that comes', async () => {
    const { place, execute, alice } = openFaulty({ does: 'swap' })
    await place(2)
    assert.deepEqual(positionsOf(alice), [1])
    await execute()

    assert.deepEqual(chain(alice), [
      [1, null],
      [3, 2],
      [2, 1],
      [4, 3],
    ])
  })

  test('that is swapped like all others changes places with one of them', async () => {
    const { place, alice } = openFaulty({ does: 'swap' }, {})
    await place(5)

    assert.deepEqual(positionsOf(alice), [2, 1, 4, 3])
  })

  test('that is swapped does so also when its rule is taken away before the next', async () => {
    const { place, faults, alice } = openFaulty({ does: 'swap' })
    await place(2)
    faults.rules.clear()
    await place()
    await place()

    assert.deepEqual(positionsOf(alice), [1, 3, 2, 4])
  })

  test('that is swapped comes no sooner than the stream lags behind, nor what takes its place', async () => {
    const { venueClock, faults, place, listen } = openStream()
    faults.rules.add({ match: {}, action: { does: 'swap' }, times: 1 })
    faults.setDelay({ minMs: 50, maxMs: 50 })
    const alice = listen(0, { heartbeatMs: 10, sendsCaughtUp: false })
    await place()
    venueClock.advance(49)
    assert.deepEqual(alice.messages, [])

    venueClock.advance(1)
    assert.deepEqual(
      alice.messages.slice(0, 2).map(({ type }) => type),
      ['heartbeat', 'order'],
    )
  })

  test('that is delayed comes later, alone: those behind it do not wait', async () => {
    const { place, venueClock, alice } = openFaulty({ does: 'delay', ms: 50 })
    await place(3)
    venueClock.advance(49)
    assert.deepEqual(positionsOf(alice), [1, 3])

    venueClock.advance(1)
    assert.deepEqual(chain(alice).at(-1), [2, 1])
  })

  test('that stalls the stream comes late, and all that is behind it', async () => {
    const { place, venueClock, alice } = openFaulty({ does: 'stall', ms: 50 })
    await place(3)
    venueClock.advance(30)
    await place()
    venueClock.advance(19)
    assert.deepEqual(positionsOf(alice), [1])

    venueClock.advance(1)
    assert.deepEqual(positionsOf(alice), positions(1, 4))
    await place()
    assert.deepEqual(positionsOf(alice), positions(1, 5))
  })

  test('in whose place the connection is cut is not heard, nor anything after it', async () => {
    const { place, stream, alice } = openFaulty({ does: 'cut' })
    await place(3)

    assert.deepEqual(positionsOf(alice), [1])
    assert.deepEqual(alice.closeReason, { code: 1006, reason: '' })
    assert.equal(stream.size, 0)
  })

  test('in whose place the connection is closed is not heard, but why', async () => {
    const { place, stream, alice } = openFaulty({ does: 'close', code: 4100, reason: 'bye' })
    await place(3)

    assert.deepEqual(positionsOf(alice), [1])
    assert.deepEqual([alice.closeReason?.code, alice.closeReason?.reason], [4100, 'bye'])
    assert.equal(stream.size, 0)
  })

  test('that is meant is one of those of an order, a status, a symbol or a name', async () => {
    const { venue, faults, place, execute, listen } = openStream()
    const alice = listen(0)
    const [order] = await place(1, 'BTC/USD')
    await place(1, 'ETH/USD')
    await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1, clientOrderId: 'bob-1' })
    await place()
    const matches: MessageMatch[] = [
      { orderId: order?.orderId, orderStatus: 'EXECUTED' },
      { orderId: order?.orderId, orderStatus: 'CANCELLED' },
      { symbol: 'ETH/USD' },
      { clientOrderId: 'bob-*' },
    ]
    for (const match of matches) faults.rules.add({ match, action: { does: 'drop' } })
    await execute()

    assert.deepEqual(
      alice.orders.filter(({ orderStatus }) => orderStatus === 'EXECUTED').map((o) => o.symbol),
      ['EURUSD'],
    )
    assert.deepEqual(
      faults.rules.list().map(({ hits }) => hits),
      [1, 0, 1, 1],
    )
  })
})

describe('A fault', () => {
  test('befalls a message on its way to everybody alike, and counts once', async () => {
    const { place, faults, listen, alice } = openFaulty({ does: 'drop' })
    const bob = listen(0)
    const carol = listen(0, { filter: createOrderFilter({ symbol: 'BTC/USD' }) })
    await place()
    await place(1, 'BTC/USD')
    await place(1, 'BTC/USD')

    assert.deepEqual([alice, bob, carol].map(positionsOf), [[1, 3], [1, 3], [3]])
    assert.equal(faults.rules.list()[0]?.hits, 1)
  })

  test('waits for a message that somebody would hear', async () => {
    const { place, faults, listen } = openStream()
    faults.rules.add({ match: {}, action: { does: 'drop' }, times: 1 })
    const alice = listen(0, { filter: createOrderFilter({ symbol: 'EURUSD' }) })
    await place(1, 'BTC/USD')
    assert.equal(faults.rules.list()[0]?.seen, 0)
    await place(2)

    assert.deepEqual(positionsOf(alice), [3])
    assert.equal(faults.rules.list()[0]?.hits, 1)
  })

  test('is not known to the log: who resumes hears all', async () => {
    const { place, listen } = openFaulty({ does: 'drop' }, {})
    await place(3)

    assert.deepEqual(positionsOf(listen(0)), [1, 2, 3])
  })

  test('by chance meets the same orders, however they interleave', async () => {
    const names = Array.from({ length: 40 }, (_, nth) => `bob-${nth}`)
    const droppedOf = async (order: readonly string[]) => {
      const { venue, faults, listen } = openStream()
      faults.rules.add({ match: { probability: 0.5 }, action: { does: 'drop' } })
      const alice = listen(0)
      for (const clientOrderId of order) {
        await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1, clientOrderId })
      }
      const heard = new Set(alice.orders.map(({ clientOrderId }) => clientOrderId))
      return names.filter((name) => !heard.has(name))
    }

    const dropped = await droppedOf(names)
    assert.ok(dropped.length > 5 && dropped.length < 35)
    assert.deepEqual(await droppedOf(names.toReversed()), dropped)
  })
})

describe('A stream that lags behind', () => {
  test('tells everything so much later, in order, and what is said between keeps its place', async () => {
    const { venueClock, faults, place, listen } = openStream()
    faults.setDelay({ minMs: 20, maxMs: 60 })
    const alice = listen(0, { heartbeatMs: 12, sendsCaughtUp: false })
    await place(20)
    venueClock.advance(19)
    assert.deepEqual(alice.messages, [])

    venueClock.advance(41)
    assert.deepEqual(positionsOf(alice), positions(1, 20))
    assert.deepEqual(alice.messages.at(-1), { type: 'heartbeat', position: 20, previous: 20 })
  })

  test('goes on in order when it lags no more', async () => {
    const { venueClock, faults, place, listen } = openStream()
    const alice = listen(0)
    faults.setDelay({ minMs: 50, maxMs: 50 })
    await place()
    faults.setDelay(undefined)
    await place(2)
    assert.deepEqual(positionsOf(alice), [])

    venueClock.advance(50)
    await place()
    assert.deepEqual(positionsOf(alice), positions(1, 4))
  })
})

describe('What is kept back', () => {
  const stalled = () => openFaulty({ does: 'stall', ms: 1000 }, { nth: 1 })

  test('holds nobody up who waits for delivery, and is known to be waited for', async () => {
    const { venueClock, stream, place } = stalled()
    await place()
    assert.equal(stream.hasDelayed, true)
    await stream.delivered()

    venueClock.advance(1000)
    assert.equal(stream.hasDelayed, false)
  })

  test('is forgotten with the connection, and leaves no timer', async () => {
    const { venueClock, stream, place, alice, listen } = stalled()
    const bob = listen(0)
    await place(3)
    alice.leave()
    bob.leave()
    // What the market plans by itself is due within 900 ms.
    venueClock.advance(900)

    assert.equal(venueClock.nextDue(), undefined)
    assert.equal(stream.hasDelayed, false)
    assert.deepEqual([alice, bob].map(positionsOf), [[], []])
  })

  test('is sent before the platform says that it goes away', async () => {
    const { stream, faults, place, alice } = stalled()
    await place(2)
    faults.rules.add({ match: { nth: 1 }, action: { does: 'delay', ms: 5000 } })
    faults.rules.add({ match: { nth: 1 }, action: { does: 'swap' } })
    await place(2)
    stream.close()

    assert.deepEqual(
      alice.messages.map((message) => ('position' in message ? message.position : message.type)),
      [1, 2, 3, 4, 'going-away'],
    )
    assert.equal(alice.closeReason?.code, 1001)
  })

  for (const [action, farewell] of [
    [{ does: 'close', code: 4100, reason: 'bye' }, 4100],
    [{ does: 'cut' }, 1006],
  ] as const satisfies [StreamFault, number][]) {
    test(`and is to ${action.does} the connection has the last word when the platform goes away`, async () => {
      const { stream, place, faults, alice } = openFaulty(action)
      faults.setDelay({ minMs: 1000, maxMs: 1000 })
      await place(4)
      stream.close()

      assert.deepEqual(positionsOf(alice), [1])
      assert.deepEqual(alice.messages.length, 1)
      assert.equal(alice.closeReason?.code, farewell)
      assert.equal(stream.size, 0)
    })
  }

  test('and is to close the connection has the last word when too much is unread', async () => {
    const { faults, place, listen } = openStream({ maxUnreadBytes: 1000 })
    faults.rules.add({ match: { nth: 2 }, action: { does: 'close', code: 4100, reason: 'bye' } })
    faults.setDelay({ minMs: 1000, maxMs: 1000 })
    const alice = listen(0)
    for (let nth = 0; nth < 10; nth++) await place()

    assert.equal(alice.closeReason?.code, 4100)
    assert.deepEqual(positionsOf(alice), [1])
  })

  test('counts as unread, so that a stall cannot exhaust memory', async () => {
    const { faults, place, listen } = openStream({ maxUnreadBytes: 1000 })
    faults.rules.add({ match: { nth: 1 }, action: { does: 'stall', ms: 1000 } })
    const alice = listen(0)
    for (let nth = 0; nth < 10; nth++) await place()

    assert.equal(alice.closeReason?.code, 4008)
    assert.equal(alice.closeReason?.reason, `resume from ${alice.orders.length}`)
    assert.deepEqual(positionsOf(alice), positions(1, alice.orders.length))
  })
})
