import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createSimulator, type Simulator } from '../api/package.ts'
import { freePort } from '../api/test/support/free-port.ts'
import { openClient } from '../api/test/support/open-client.ts'
import { until } from '../api/test/support/platform.ts'
import { createClient, OutcomeUnknown, Refusal } from './client.ts'

const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 } as const

let simulator: Simulator
before(async () => {
  simulator = await createSimulator()
})
after(() => simulator.close())

const open = (options?: { withinMs: number }) => openClient(simulator, options)

const refusedWith = (code: string) => (failure: unknown) =>
  failure instanceof Refusal && failure.problem.code === code

/** A venue that asks for a wait. The clients here have no time to wait a minute. */
const refuse = (retryAfterS: number) => ({ does: 'answer', status: 503, retryAfterS }) as const

/** Every way to lose a reply. */
const losses = [{ does: 'close' }, { does: 'reset' }, { does: 'truncate' }] as const

describe('Placing', { concurrency: true }, () => {
  for (const at of ['before-commit', 'after-commit'] as const) {
    for (const action of losses) {
      test(`places one order if the reply is lost: ${action.does} ${at}`, async () => {
        const { client, venue, events } = await open()
        await venue.faults.add({ times: 1, at, action })

        const order = await client.place(ticket)

        assert.deepEqual(
          (await events()).map(({ type, orderId }) => [type, orderId]),
          [['OrderPlaced', order.orderId]],
        )
      })
    }

    for (const status of [500, 502, 503, 504] as const) {
      test(`places one order if the venue fails: ${status} ${at}`, async () => {
        const { client, venue, events } = await open()
        await venue.faults.add({
          times: 1,
          at,
          action: { does: 'answer', status, ...(status === 503 && { retryAfterS: 0 }) },
        })

        const { orderId } = await client.place(ticket)

        assert.deepEqual(
          (await events()).map((event) => event.orderId),
          [orderId],
        )
      })
    }
  }

  test('waits as long as the venue asks before it repeats', async () => {
    const { client, venue } = await open()
    await venue.faults.add({
      times: 1,
      at: 'before-commit',
      action: { does: 'answer', status: 429, retryAfterS: 1 },
    })
    const startedAt = performance.now()

    await client.place(ticket)

    // Timers may fire a millisecond early.
    assert.ok(performance.now() - startedAt >= 999)
  })

  test('repeats with the same key while the request is in progress', async () => {
    const { client, venue, events, requests } = await open({ withinMs: 4500 })
    await venue.faults.add({ times: 1, at: 'after-commit', action: { does: 'delay', ms: 60_000 } })
    const placing = client.place(ticket)
    await until(async () => (await requests()).length >= 2)
    await venue.advance({ byMs: 60_000 })

    const { orderId } = await placing

    assert.equal((await events())[0]?.orderId, orderId)
    const keys = (await requests()).map(({ headers }) => headers['idempotency-key'])
    assert.equal(new Set(keys).size, 1)
  })

  test('says that the outcome is unknown, and finds out with the key', async () => {
    const { client, venue, events } = await open()
    await venue.faults.add({ times: 1, at: 'after-commit', action: refuse(60) })
    const key = 'with"quotes"'

    const failure = await client.place(ticket, { key }).catch((failure) => failure)

    assert.ok(failure instanceof OutcomeUnknown)
    assert.equal(failure.key, key)
    assert.ok(failure.cause instanceof Refusal)
    const { orderId } = await client.place(ticket, { key })
    assert.deepEqual(
      (await events()).map((event) => event.orderId),
      [orderId],
    )
  })

  test('says that the outcome is unknown, even if the last attempt was not recorded', async () => {
    const { client, venue, events } = await open()
    await venue.faults.add({ times: 1, at: 'before-commit', action: { does: 'close' } })
    await venue.faults.add({ times: 1, at: 'before-commit', action: refuse(60) })

    const failure = await client.place(ticket).catch((failure) => failure)

    assert.ok(failure instanceof OutcomeUnknown)
    assert.equal(failure.failures.length, 2)
    assert.deepEqual(await events(), [])
  })

  test('says that the outcome is unknown, even if the venue is gone when it repeats', async () => {
    const { client, venue, events } = await open()
    await venue.faults.add({ times: 1, at: 'after-commit', action: refuse(1) })
    const placing = client.place(ticket).catch((failure) => failure)
    await until(async () => (await events()).length === 1)
    await venue.close()

    const failure = await placing
    assert.ok(failure instanceof OutcomeUnknown)
    assert.ok(refusedWith('VENUE_NOT_FOUND')(failure.cause))
  })

  test('is refused if the venue decides so, even after a lost reply', async () => {
    const { client, venue } = await open()
    const ticketWithId = { ...ticket, clientOrderId: 'alice-1' }
    await client.place(ticketWithId)
    await venue.faults.add({ times: 1, at: 'before-commit', action: { does: 'close' } })

    await assert.rejects(client.place(ticketWithId), refusedWith('DUPLICATE_CLIENT_ORDER_ID'))
  })

  test('is refused if no attempt was recorded', async () => {
    const { client, venue, events, requests } = await open()
    await venue.faults.add({ times: 1, at: 'before-commit', action: refuse(0) })
    await venue.faults.add({ times: 1, at: 'before-commit', action: refuse(60) })

    const failure = await client.place(ticket).catch((failure) => failure)

    assert.ok(failure instanceof Refusal)
    const { code, outcome } = failure.problem
    assert.deepEqual([code, outcome], ['VENUE_UNAVAILABLE', 'not-recorded'])
    assert.equal((await requests()).length, 2)
    assert.deepEqual(await events(), [])
  })

  test('is refused once if the ticket is invalid', async () => {
    const { client, requests } = await open()

    const failure = await client.place({ ...ticket, quantity: 0 }).catch((failure) => failure)

    assert.ok(failure instanceof Refusal)
    assert.match(failure.message, /^400 INVALID_REQUEST: /)
    assert.deepEqual(
      failure.problem.errors?.map(({ pointer }) => pointer),
      ['/quantity'],
    )
    assert.equal((await requests()).length, 1)
  })

  test('places one order for each key', async () => {
    const { client } = await open()
    const key = 'order-1'
    const first = await client.place(ticket, { key })

    assert.deepEqual(await client.place(ticket, { key }), first)
    assert.notEqual((await client.place(ticket)).orderId, first.orderId)
    await assert.rejects(
      client.place({ ...ticket, quantity: 1 }, { key }),
      refusedWith('IDEMPOTENCY_KEY_REUSED'),
    )
  })

  test('gives up when nobody answers', async () => {
    const client = createClient({ url: `http://127.0.0.1:${await freePort()}`, withinMs: 300 })

    await assert.rejects(client.place(ticket), OutcomeUnknown)
  })

  test('can be aborted, which does not undo it', async () => {
    const { client, venue, events } = await open()
    await assert.rejects(client.place(ticket, { signal: AbortSignal.abort() }), {
      name: 'AbortError',
    })
    assert.deepEqual(await events(), [])

    const controller = new AbortController()
    await venue.faults.add({ times: 1, at: 'after-commit', action: { does: 'delay', ms: 60_000 } })
    const placing = client.place(ticket, { signal: controller.signal })
    await until(async () => (await events()).length > 0)
    controller.abort()

    await assert.rejects(placing, OutcomeUnknown)
    await venue.advance({ untilIdle: true })
  })
  test('can be aborted while it waits, and then knows that nothing was recorded', async () => {
    const { client, venue, requests, events } = await open()
    await venue.faults.add({ times: 1, at: 'before-commit', action: refuse(2) })
    const controller = new AbortController()
    const rejected = assert.rejects(client.place(ticket, { signal: controller.signal }), {
      name: 'AbortError',
    })
    await until(async () => 'reply' in ((await requests())[0] ?? {}))
    controller.abort()

    await rejected
    assert.deepEqual(await events(), [])
  })
})

describe('Cancelling', { concurrency: true }, () => {
  for (const at of ['before-commit', 'after-commit'] as const) {
    test(`is accepted if the reply is lost ${at}`, async () => {
      const { client, venue } = await open()
      const { orderId } = await client.place(ticket)
      await venue.faults.add({ times: 1, at, action: { does: 'reset' } })

      assert.equal(await client.cancel(orderId), 'accepted')
      assert.equal((await client.read(orderId)).orderStatus, 'CANCELLED')
    })
  }

  for (const [winner, result, orderStatus] of [
    ['execution', 'too-late', 'EXECUTED'],
    ['cancellation', 'accepted', 'CANCELLED'],
  ] as const) {
    test(`is ${result} if the ${winner} wins the race, even if the reply is lost`, async () => {
      const { client, venue } = await open()
      const { orderId } = await client.place(ticket)
      await venue.races.add({ winner })
      await venue.faults.add({ times: 1, at: 'after-commit', action: { does: 'close' } })

      assert.equal(await client.cancel(orderId), result)
      assert.equal((await client.read(orderId)).orderStatus, orderStatus)
    })
  }

  test('says that the order was cancelled before', async () => {
    const { client } = await open()
    const { orderId } = await client.place(ticket)
    await client.cancel(orderId)

    assert.equal(await client.cancel(orderId), 'already-cancelled')
  })

  test('is refused if the order is unknown or has another version', async () => {
    const { client, venue } = await open()
    const { orderId, version } = await client.place(ticket)
    await venue.execute(orderId)

    await assert.rejects(client.cancel(orderId, { version }), refusedWith('VERSION_MISMATCH'))
    await assert.rejects(client.cancel('a/b?c'), refusedWith('ORDER_NOT_FOUND'))
  })

  test('says that the outcome is unknown', async () => {
    const { client, venue } = await open()
    const { orderId } = await client.place(ticket)
    await venue.faults.add({ times: 1, at: 'after-commit', action: refuse(60) })

    await assert.rejects(client.cancel(orderId), OutcomeUnknown)
  })
})

describe('Reading', { concurrency: true }, () => {
  test('asks for what this client has written', async () => {
    const { client, requests } = await open()
    const { orderId } = await client.place(ticket)

    const order = await client.read(orderId)

    assert.equal(order.orderStatus, 'PENDING')
    assert.equal((await requests()).at(-1)?.headers['min-log-position'], '1')
  })

  test('forgets the positions of a log that was replaced', async () => {
    const { client, venue } = await open()
    const { orderId } = await client.place(ticket)
    await venue.reset()

    // The venue's clock is held: a read that waits for the old position never ends.
    await assert.rejects(client.read(orderId), refusedWith('ORDER_NOT_FOUND'))
    const other = await client.place(ticket)
    assert.equal((await client.read(other.orderId)).orderStatus, 'PENDING')
  })

  test('repeats a read whose reply was lost, and then gives up with its failure', async () => {
    const { client, venue } = await open()
    const { orderId } = await client.place(ticket)
    await venue.faults.add({ times: 1, at: 'before-commit', action: { does: 'truncate' } })
    assert.equal((await client.read(orderId)).orderId, orderId)

    await venue.faults.add({ times: 1, at: 'before-commit', action: refuse(60) })
    await assert.rejects(client.read(orderId), refusedWith('VENUE_UNAVAILABLE'))
  })

  test('lists a page, or all orders page by page', async () => {
    const { client, requests } = await open()
    const placed: string[] = []
    for (let nth = 0; nth < 5; nth++) placed.unshift((await client.place(ticket)).orderId)

    const { orders, next } = await client.list({ limit: 2 })
    assert.deepEqual(
      orders.map(({ orderId }) => orderId),
      placed.slice(0, 2),
    )
    assert.deepEqual(
      (await client.list(next)).orders.map(({ orderId }) => orderId),
      placed.slice(2, 4),
    )

    const all: string[] = []
    for await (const { orderId } of client.listAll({ limit: 2, orderStatus: 'PENDING' })) {
      all.push(orderId)
      // Orders that come or change meanwhile do not disturb it.
      if (all.length === 1) await Promise.all([client.place(ticket), client.cancel(orderId)])
    }
    assert.deepEqual(all, placed)
    const targets = (await requests()).slice(-5).map(({ target }) => target)
    assert.equal(targets.filter((target) => target.includes('cursor=')).length, 2)
    assert.deepEqual((await client.list({ orderStatus: 'EXECUTED' })).orders, [])
  })

  test('refuses a filter that the venue does not know', async () => {
    const { client } = await open()

    await assert.rejects(client.list({ limit: 0 }), refusedWith('INVALID_REQUEST'))
    assert.deepEqual((await client.list({ symbol: undefined })).orders, [])
  })

  test('reads the health', async () => {
    const { client } = await open()

    assert.deepEqual(await client.health(), { status: 'ok' })
  })
})

test('A client needs a valid URL', () => {
  for (const url of ['localhost', 'localhost:8080', 'ws://localhost:8080']) {
    assert.throws(() => createClient({ url }), TypeError, url)
  }
})
