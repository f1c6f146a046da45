import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { issuesIn, openApp, orderIn, problemIn } from '../test/support/app.ts'

/** A platform with one order. `readIf` and `cancelIf` send a condition. */
async function withOrder() {
  const app = openApp()
  const { orderId } = await app.placed()
  const path = `/orders/${orderId}`
  const readIf = (tags: string, query = '') => app.get(path + query, { 'if-none-match': tags })
  const cancelIf = (tags: string) => app.remove(path, { 'if-match': tags })
  return { ...app, path, orderId, readIf, cancelIf }
}

describe('Reading an order with If-None-Match (RFC 9110, section 13.1.2)', () => {
  test('that names its version gets 304 with the ETag and no body', async () => {
    const { readIf, venue } = await withOrder()

    const response = await readIf('"1"')

    assert.equal(response.status, 304)
    assert.equal(response.body, null)
    assert.equal(response.headers.get('etag'), '"1"')
    assert.equal(response.headers.get('log-id'), venue.logId)
    assert.equal(response.headers.get('log-position'), '1')
    assert.equal(response.headers.get('content-type'), null)
  })

  test('that names its version among others, weakly, or by * gets 304 too', async () => {
    const { readIf } = await withOrder()

    for (const tags of ['"2", "1"', 'W/"1"', '"a,b", W/"1"', '*']) {
      assert.equal((await readIf(tags)).status, 304, tags)
    }
  })

  test('that names other versions gets the order', async () => {
    const { readIf } = await withOrder()

    for (const tags of ['"2"', '"01"', '"1.0"', '"W/1"', '"*"', '""', '']) {
      const response = await readIf(tags)
      assert.equal(response.headers.get('etag'), '"1"')
      assert.equal((await orderIn(response)).version, 1, tags)
    }
  })

  test('gets the order once it has changed', async () => {
    const { clock, readIf } = await withOrder()
    clock.advance(3000)

    const response = await readIf('"1"')

    assert.equal(response.headers.get('etag'), '"2"')
    assert.equal((await orderIn(response)).orderStatus, 'EXECUTED')
  })

  test('compares the version at the requested position', async () => {
    const { clock, readIf } = await withOrder()
    clock.advance(3000)

    assert.equal((await readIf('"1"', '?at=1')).status, 304)
    assert.equal((await readIf('"2"', '?at=1')).status, 200)
    assert.equal((await readIf('"2"', '?at=2')).status, 304)
  })

  test('is refused when it is invalid, and ignored when there is no order', async () => {
    const { get, readIf } = await withOrder()

    assert.deepEqual(await issuesIn(readIf('1')), ['INVALID_REQUEST', '/If-None-Match'])
    assert.deepEqual(await issuesIn(get('/orders/nobody', { 'if-none-match': '*' })), [
      'ORDER_NOT_FOUND',
    ])
  })
})

describe('Cancelling an order with If-Match (RFC 9110, section 13.1.1)', () => {
  test('that names its version, or *, cancels it', async () => {
    for (const tags of ['"1"', '"7", "1"', ',"1",', '*']) {
      const { cancelIf, venue } = await withOrder()
      assert.equal((await cancelIf(tags)).status, 204, tags)
      assert.equal(venue.position, 2)
    }
  })

  test('that names another version is refused with the current one', async () => {
    const { cancelIf, orderId, venue } = await withOrder()

    const { code, version, orderStatus, ...problem } = await problemIn(cancelIf('"2"'))

    assert.equal(code, 'VERSION_MISMATCH')
    assert.deepEqual([problem.orderId, version, orderStatus], [orderId, 1, 'PENDING'])
    assert.equal(venue.position, 1)
  })

  test('that names it weakly, or in another spelling, names another version (section 8.8.3.2)', async () => {
    const { cancelIf, venue } = await withOrder()

    for (const tags of ['W/"1"', '"01"', '"1.0"', '"0x1"', '"1e0"', '"+1"', '""', '']) {
      assert.deepEqual(await issuesIn(cancelIf(tags)), ['VERSION_MISMATCH'], tags)
    }
    assert.equal(venue.position, 1)
  })

  test('that names an old version fails with VERSION_MISMATCH, even if the cancel is too late as well', async () => {
    const { cancelIf, clock } = await withOrder()
    clock.advance(3000)

    assert.equal((await problemIn(cancelIf('"1"'))).version, 2)
    assert.deepEqual(await issuesIn(cancelIf('"2"')), ['ORDER_ALREADY_EXECUTED'])
    assert.deepEqual(await issuesIn(cancelIf('*')), ['ORDER_ALREADY_EXECUTED'])
  })

  test('is refused when it is invalid, and ignored when there is no order (section 13.2.1)', async () => {
    const { cancelIf, remove, venue } = await withOrder()

    assert.deepEqual(await issuesIn(cancelIf('1')), ['INVALID_REQUEST', '/If-Match'])
    assert.deepEqual(await issuesIn(remove('/orders/nobody', { 'if-match': '"1"' })), [
      'ORDER_NOT_FOUND',
    ])
    assert.equal(venue.position, 1)
  })
})
