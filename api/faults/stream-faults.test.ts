import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createOrderFilter } from '../broadcast/order-filter.ts'
import { openStream, positions, positionsOf } from '../test/support/stream.ts'
import type { MessageMatch, StreamFault } from './stream-faults.ts'

/** A stream with a fault rule, by default for the second message, and a subscriber. */
function openFaulty(action: StreamFault, match: MessageMatch & { nth?: number } = { nth: 2 }) {
  const opened = openStream()
  opened.faults.rules.add({ match, action })
  const alice = opened.listen(0, { sendsCaughtUp: false })
  return { ...opened, alice }
}

/** The position and the previous position of each message received. */
const chain = ({ orders }: ReturnType<typeof openFaulty>['alice']) =>
  orders.map(({ position, previous }) => [position, previous])

describe('A message', () => {
  test('that is dropped leaves a gap that the next message shows', async () => {
    const { place, alice } = openFaulty({ does: 'drop' })
    await place(3)

    assert.deepEqual(chain(alice), [
      [1, null],
      [3, 2],
    ])
  })

  test('that is duplicated arrives twice, unchanged', async () => {
    const { place, alice } = openFaulty({ does: 'duplicate' })
    await place(3)

    assert.deepEqual(chain(alice), [
      [1, null],
      [2, 1],
      [2, 1],
      [3, 2],
    ])
  })

  test('that is swapped follows the next message, however late that arrives', async () => {
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

  test('is swapped in pairs if the rule swaps all messages', async () => {
    const { place, alice } = openFaulty({ does: 'swap' }, {})
    await place(5)

    assert.deepEqual(positionsOf(alice), [2, 1, 4, 3])
  })

  test('is still swapped if its rule is removed before the next message', async () => {
    const { place, faults, alice } = openFaulty({ does: 'swap' })
    await place(2)
    faults.rules.clear()
    await place()
    await place()

    assert.deepEqual(positionsOf(alice), [1, 3, 2, 4])
  })

  test('that is swapped is delayed like the stream, and so is the message before it', async () => {
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

  test('that is delayed is overtaken by later messages', async () => {
    const { place, venueClock, alice } = openFaulty({ does: 'delay', ms: 50 })
    await place(3)
    venueClock.advance(49)
    assert.deepEqual(positionsOf(alice), [1, 3])

    venueClock.advance(1)
    assert.deepEqual(chain(alice).at(-1), [2, 1])
  })

  test('that stalls the stream is late, and so are all later messages', async () => {
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

  test('is not sent if the connection is cut instead, and nothing follows', async () => {
    const { place, stream, alice } = openFaulty({ does: 'cut' })
    await place(3)

    assert.deepEqual(positionsOf(alice), [1])
    assert.deepEqual(alice.closeReason, { code: 1006, reason: '' })
    assert.equal(stream.size, 0)
  })

  test('is not sent if the connection is closed instead, with a code and a reason', async () => {
    const { place, stream, alice } = openFaulty({ does: 'close', code: 4100, reason: 'bye' })
    await place(3)

    assert.deepEqual(positionsOf(alice), [1])
    assert.deepEqual([alice.closeReason?.code, alice.closeReason?.reason], [4100, 'bye'])
    assert.equal(stream.size, 0)
  })

  test('is matched by order id, status, symbol or clientOrderId', async () => {
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

describe('A stream fault', () => {
  test('affects all subscribers of a message alike, and counts one hit', async () => {
    const { place, faults, listen, alice } = openFaulty({ does: 'drop' })
    const bob = listen(0)
    const carol = listen(0, { filter: createOrderFilter({ symbol: 'BTC/USD' }) })
    await place()
    await place(1, 'BTC/USD')
    await place(1, 'BTC/USD')

    assert.deepEqual([alice, bob, carol].map(positionsOf), [[1, 3], [1, 3], [3]])
    assert.equal(faults.rules.list()[0]?.hits, 1)
  })

  test('ignores messages that no subscriber would receive', async () => {
    const { place, faults, listen } = openStream()
    faults.rules.add({ match: {}, action: { does: 'drop' }, times: 1 })
    const alice = listen(0, { filter: createOrderFilter({ symbol: 'EURUSD' }) })
    await place(1, 'BTC/USD')
    assert.equal(faults.rules.list()[0]?.seen, 0)
    await place(2)

    assert.deepEqual(positionsOf(alice), [3])
    assert.equal(faults.rules.list()[0]?.hits, 1)
  })

  test('does not affect the log: a client that resumes receives every message', async () => {
    const { place, listen } = openFaulty({ does: 'drop' }, {})
    await place(3)

    assert.deepEqual(positionsOf(listen(0)), [1, 2, 3])
  })

  test('with a probability affects the same orders, however they interleave', async () => {
    const names = Array.from({ length: 40 }, (_, nth) => `bob-${nth}`)
    const dropSome = async (order: readonly string[]) => {
      const { venue, faults, listen } = openStream()
      faults.rules.add({ match: { probability: 0.5 }, action: { does: 'drop' } })
      const alice = listen(0)
      for (const clientOrderId of order) {
        await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1, clientOrderId })
      }
      const received = new Set(alice.orders.map(({ clientOrderId }) => clientOrderId))
      return names.filter((name) => !received.has(name))
    }

    const dropped = await dropSome(names)
    assert.ok(dropped.length > 5 && dropped.length < 35)
    assert.deepEqual(await dropSome(names.toReversed()), dropped)
  })
})

describe('A delayed stream', () => {
  test('sends order messages late and in order, and keeps other messages between them', async () => {
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

  test('stays in order when the delay ends', async () => {
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

describe('A delayed message', () => {
  const stalled = () => openFaulty({ does: 'stall', ms: 1000 }, { nth: 1 })

  test('does not block `delivered()`, and `hasDelayed` reports it', async () => {
    const { venueClock, stream, place } = stalled()
    await place()
    assert.equal(stream.hasDelayed, true)
    await stream.delivered()

    venueClock.advance(1000)
    assert.equal(stream.hasDelayed, false)
  })

  test('is discarded with the connection, and leaves no timer', async () => {
    const { venueClock, stream, place, alice, listen } = stalled()
    const bob = listen(0)
    await place(3)
    alice.leave()
    bob.leave()
    // The orders execute within 900 ms.
    venueClock.advance(900)

    assert.equal(venueClock.nextDue(), undefined)
    assert.equal(stream.hasDelayed, false)
    assert.deepEqual([alice, bob].map(positionsOf), [[], []])
  })

  test('is sent before `going-away`', async () => {
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

  for (const [action, code] of [
    [{ does: 'close', code: 4100, reason: 'bye' }, 4100],
    [{ does: 'cut' }, 1006],
  ] as const satisfies [StreamFault, number][]) {
    test(`that is due to ${action.does} the connection ends it when the platform stops`, async () => {
      const { stream, place, faults, alice } = openFaulty(action)
      faults.setDelay({ minMs: 1000, maxMs: 1000 })
      await place(4)
      stream.close()

      assert.deepEqual(positionsOf(alice), [1])
      assert.deepEqual(alice.messages.length, 1)
      assert.equal(alice.closeReason?.code, code)
      assert.equal(stream.size, 0)
    })
  }

  test('that is due to close the connection ends it when the client is too slow', async () => {
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
