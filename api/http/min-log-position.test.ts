import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Order, OrderEvent } from '../contract/orders.ts'
import { bodyIn, issuesIn, openApp, problemIn, turn, watch } from '../test/support/app.ts'
import { serve, until } from '../test/support/platform.ts'

/** A platform whose log has one event. `read` sends a read with a Min-Log-Position. */
async function withOrder() {
  const app = openApp()
  const { orderId } = await app.placed()
  const path = `/orders/${orderId}`
  const read = (position: number | string, from = path) =>
    app.get(from, { 'min-log-position': `${position}` })
  return { ...app, path, read }
}

describe('A read with Min-Log-Position', () => {
  test('is answered at once when the log has reached the position', async () => {
    const { read } = await withOrder()

    for (const position of [0, 1, '01']) {
      const response = await read(position)
      assert.equal(response.status, 200)
      assert.equal(response.headers.get('log-position'), '1')
    }
  })

  test('waits until the log reaches the position, and is then answered', async () => {
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

  test('fails after 2 s with BEHIND, and says when to try again', async () => {
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

  test('may start from a position that is still to come', async () => {
    const { place, read } = await withOrder()

    const listing = read(2, '/orders?at=2')
    const tail = read(2, '/log?from=1')
    await place()

    assert.equal((await bodyIn<Order[]>(listing)).length, 2)
    assert.equal((await bodyIn<OrderEvent[]>(tail))[0]?.position, 2)
  })

  test('is refused at once when it is of another log', async () => {
    const { path, get, venue } = await withOrder()
    const read = (log: string) => get(path, { 'min-log-position': '1', 'log-id': log })
    assert.equal((await read(venue.logId)).status, 200)

    const { code, detail } = await problemIn(await read('another'))

    assert.equal(code, 'LOG_CHANGED')
    assert.equal(
      detail,
      `The venue's log is ${venue.logId}. Positions in the log another have no meaning in it.`,
    )
  })

  test('is refused at once when the header is not a position', async () => {
    const { read } = await withOrder()

    for (const junk of ['', '-1', '+1', '1.5', '1e3', '0x1', '1, 2', 'now', '1'.repeat(16)]) {
      assert.deepEqual(await issuesIn(read(junk)), ['INVALID_REQUEST', '/Min-Log-Position'], junk)
    }
  })
})

test('A read stops waiting when its client disconnects', async () => {
  const { url, venueClock } = await serve()
  const gone = new AbortController()
  const { signal } = gone
  const reading = fetch(`${url}/orders`, { headers: { 'min-log-position': '9' }, signal })
  await until(() => venueClock.nextDue() !== undefined)

  gone.abort()
  await assert.rejects(reading)
  await until(() => venueClock.nextDue() === undefined)
})

test('A write ignores Min-Log-Position', async () => {
  const { path, remove } = await withOrder()

  assert.equal((await remove(path, { 'min-log-position': '9' })).status, 204)
})
