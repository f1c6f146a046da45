import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Order, OrderEvent } from '../contract/orders.ts'
import { bodyIn, faultsIn, openApp, problemIn, turn, watch } from '../test/support/app.ts'
import { serve, until } from '../test/support/platform.ts'

/** A platform whose log is one event long, and how to read what includes a position. */
async function withOrder() {
  const app = openApp()
  const { orderId } = await app.placed()
  const path = `/orders/${orderId}`
  const read = (position: number | string, from = path) =>
    app.get(from, { 'min-log-position': `${position}` })
  return { ...app, path, read }
}

describe('A read with Min-Log-Position', () => {
  test('is answered at once from a log that is as long', async () => {
    const { read } = await withOrder()

    for (const position of [0, 1, '01']) {
      const response = await read(position)
      assert.equal(response.status, 200)
      assert.equal(response.headers.get('log-position'), '1')
    }
  })

  test('waits until the log is as long, and is then answered from it', async () => {
    const { path, place, read, venue } = await withOrder()

    for (const from of [path, `${path}/events`, '/orders', '/log']) {
      const position = venue.position + 1
      const reading = watch(read(position, from))
      await turn()
      assert.equal(reading.hasCome, false, from)
      await place()
      const response = await reading.answer
      assert.equal(response.status, 200, from)
      assert.equal(response.headers.get('log-position'), `${position}`, from)
    }
  })

  test('is told after 2 s that the log is behind, and when to ask again', async () => {
    const { clock, read, venue } = await withOrder()

    const reading = watch(read(9))
    clock.advance(1999)
    await turn()
    assert.equal(reading.hasCome, false)
    clock.advance(1)
    const response = await reading.answer

    assert.equal(response.headers.get('retry-after'), '1')
    const { code, detail, outcome } = await problemIn(response)
    assert.deepEqual([code, outcome], ['BEHIND', 'not-recorded'])
    assert.equal(detail, `The log ends at position ${venue.position}, before 9.`)
  })

  test('may go on from a position that is still to come', async () => {
    const { place, read } = await withOrder()

    const listing = read(2, '/orders?at=2')
    const tail = read(2, '/log?from=1')
    await place()

    assert.equal((await bodyIn<Order[]>(listing)).length, 2)
    assert.equal((await bodyIn<OrderEvent[]>(tail))[0]?.position, 2)
  })

  test('is refused at once when it names no position', async () => {
    const { read } = await withOrder()

    for (const junk of ['', '-1', '+1', '1.5', '1e3', '0x1', '1, 2', 'now', '1'.repeat(16)]) {
      assert.deepEqual(await faultsIn(read(junk)), ['INVALID_REQUEST', '/Min-Log-Position'], junk)
    }
  })
})

test('a read whose client has gone waits no more', async () => {
  const { url, venueClock } = await serve()
  const gone = new AbortController()
  const { signal } = gone
  const reading = fetch(`${url}/orders`, { headers: { 'min-log-position': '9' }, signal })
  await until(() => venueClock.nextDue() !== undefined)

  gone.abort()
  await assert.rejects(reading)
  await until(() => venueClock.nextDue() === undefined)
})

test('a write waits for no position', async () => {
  const { path, remove } = await withOrder()

  assert.equal((await remove(path, { 'min-log-position': '9' })).status, 204)
})
