import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Order } from '../contract/orders.ts'
import { bodyIn, issuesIn, openApp, problemIn, ticket } from '../test/support/app.ts'

function openWithCheck() {
  const app = openApp()
  const check = (changed: object = {}, query = 'dryRun=true') =>
    app.send(JSON.stringify({ ...ticket, ...changed }), {}, `/orders?${query}`)
  return { ...app, check }
}

describe('A dry run', () => {
  test('replies with the order that the ticket would create, and records nothing', async () => {
    const { check, clock, get, placed, venue } = openWithCheck()

    const response = await check({ clientOrderId: 'alice-1' })

    assert.equal(response.status, 200)
    assert.equal(response.headers.get('location'), null)
    assert.equal(response.headers.get('log-position'), '0')
    const preview = await bodyIn<Order>(response)
    assert.deepEqual([venue.position, clock.nextDue()], [0, undefined])
    assert.deepEqual(await issuesIn(get(`/orders/${preview.orderId}`)), ['ORDER_NOT_FOUND'])
    assert.deepEqual(await placed({ clientOrderId: 'alice-1' }), preview)
  })

  test('does not affect later orders', async () => {
    const { check, placed, venue } = openWithCheck()
    for (let times = 0; times < 3; times++) await check()
    const other = openApp()

    assert.deepEqual(await placed(), await other.placed())
    assert.deepEqual(venue.events(0, 9), other.venue.events(0, 9))
  })

  test('is refused exactly as the placement would be', async () => {
    const { check, place, placed, send, venue } = openWithCheck()
    const { orderId } = await placed({ clientOrderId: 'alice-1' })

    const taken = await problemIn(check({ clientOrderId: 'alice-1' }))
    assert.deepEqual(taken, await problemIn(place({ clientOrderId: 'alice-1' })))
    assert.deepEqual([taken.code, taken.orderId], ['DUPLICATE_CLIENT_ORDER_ID', orderId])
    const invalid = { symbol: 'eurusd', quantity: 0, price: 1 }
    assert.deepEqual(await problemIn(check(invalid)), await problemIn(place(invalid)))
    assert.deepEqual(await issuesIn(send('{', {}, '/orders?dryRun=true')), ['MALFORMED_JSON'])
    assert.equal(venue.position, 1)
  })

  test('is off by default and with dryRun=false', async () => {
    const { check } = openWithCheck()

    assert.equal((await check({}, 'dryRun=false')).status, 201)
    assert.equal((await check({}, '')).status, 201)
  })

  test('with an invalid parameter is refused, and nothing is placed', async () => {
    const { check, venue } = openWithCheck()

    for (const query of ['dryRun=maybe', 'dryRun=', 'dryRun', 'dryRun=TRUE', 'dryRun=1']) {
      assert.deepEqual(await issuesIn(check({}, query)), ['INVALID_REQUEST', '/dryRun'], query)
    }
    const twice = 'dryRun=true&dryRun=true'
    assert.deepEqual(await issuesIn(check({}, twice)), ['INVALID_REQUEST', '/dryRun'])
    assert.deepEqual(await issuesIn(check({}, 'dryrun=true')), ['INVALID_REQUEST', '/dryrun'])
    assert.equal(venue.position, 0)
  })
})
