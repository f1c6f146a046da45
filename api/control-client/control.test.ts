import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, describe, test } from 'node:test'
import type { Order } from '../contract/orders.ts'
import {
  ControlRefusal,
  connect,
  createSimulator,
  type PlatformControl,
  type SimulatorOptions,
  type VenueControl,
} from '../package.ts'
import { ticket } from '../test/support/app.ts'
import { until } from '../test/support/platform.ts'
import { connectTo } from '../test/support/stream-clients.ts'

/** The two ways to control a platform. */
const transports: Readonly<
  Record<string, (simulator: PlatformControl) => PlatformControl | Promise<PlatformControl>>
> = { 'in process': (simulator) => simulator, 'over HTTP': connect }

for (const [transport, control] of Object.entries(transports)) {
  /** A platform that is closed after the test, and a trader in one of its venues. */
  const open = async (options?: SimulatorOptions) => {
    const simulator = await createSimulator(options)
    after(() => simulator.close())
    const platform = await control(simulator)
    const { url } = simulator
    const send = (venue: VenueControl, path: string, init: RequestInit = {}) =>
      fetch(`${url}${path}`, { ...init, headers: { ...init.headers, ...venue.headers } })

    const placing = (venue: VenueControl, changed: object = {}, headers = {}) =>
      send(venue, '/orders', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ ...ticket, ...changed }),
      })
    const place = async (venue: VenueControl = platform, changed: object = {}): Promise<Order> => {
      const reply = await placing(venue, changed)
      assert.equal(reply.status, 201)
      return (await reply.json()) as Order
    }
    const read = async (orderId: string, venue: VenueControl = platform) =>
      (await (await send(venue, `/orders/${orderId}`)).json()) as Order
    const cancel = (orderId: string) => send(platform, `/orders/${orderId}`, { method: 'DELETE' })

    return { platform, url, send, placing, place, read, cancel }
  }

  describe(`Control ${transport}`, () => {
    test('executes, cancels, holds and releases orders', async () => {
      const { platform, place } = await open()
      const ids = [await place(), await place(), await place()].map(({ orderId }) => orderId)
      const [one, two, three] = ids as [string, string, string]

      assert.equal((await platform.execute(one)).orderStatus, 'EXECUTED')
      const cancelled = await platform.cancel(two, { reason: 'no liquidity' })
      assert.ok(cancelled.orderStatus === 'CANCELLED')
      assert.deepEqual([cancelled.cancelledBy, cancelled.reason], ['VENUE', 'no liquidity'])
      await platform.hold(three)
      assert.deepEqual((await platform.advance({ untilIdle: true })).events, [])
      await platform.release(three, { afterMs: 250 })
      const { events, clock } = await platform.advance({ untilIdle: true })
      assert.deepEqual(
        [events.map(({ orderId }) => orderId), clock.now],
        [[three], '2026-01-01T00:00:00.250Z'],
      )
    })

    test('reads and moves the clock', async () => {
      const { platform, place } = await open({ executionDelayMs: 5 })
      await place()

      assert.equal((await platform.clock.read()).nextDueAt, '2026-01-01T00:00:00.005Z')
      const { events } = await platform.clock.advance({ to: '2026-01-01T00:00:01Z' })
      assert.deepEqual(
        events.map(({ type }) => type),
        ['OrderExecuted'],
      )
      assert.equal((await platform.clock.read()).now, '2026-01-01T00:00:01.000Z')
    })

    test('adds, lists, removes and clears rules of every kind', async () => {
      const { platform } = await open()
      const { outcomes, faults, commitFaults, streamFaults, breakpoints, races } = platform
      const crash = { action: { does: 'crash', recorded: true } } as const
      const kinds = [
        { rules: outcomes, add: () => outcomes.add({ outcome: { does: 'hold' } }) },
        {
          rules: faults,
          add: () => faults.add({ at: 'before-commit', action: { does: 'answer', status: 503 } }),
        },
        { rules: commitFaults, add: () => commitFaults.add(crash) },
        {
          rules: streamFaults,
          add: () => streamFaults.add({ action: { does: 'close', code: 1012 } }),
        },
        { rules: breakpoints, add: () => breakpoints.add({ match: { endpoint: 'GET /orders' } }) },
        { rules: races, add: () => races.add({}) },
      ]

      for (const { rules, add } of kinds) {
        const [first, second, third] = [await add(), await add(), await add()]
        assert.deepEqual(await rules.list(), [first, second, third])
        await rules.remove(second.id)
        assert.deepEqual(await rules.list(), [first, third])
        await assert.rejects(rules.remove(second.id), ControlRefusal)
        await rules.clear()
        assert.deepEqual(await rules.list(), [])
      }
    })

    test('loses a reply', async () => {
      const { platform, placing } = await open()
      await platform.faults.add({ at: 'after-commit', action: { does: 'reset' }, times: 1 })
      const key = { 'Idempotency-Key': '"order-1"' }

      await assert.rejects(placing(platform, {}, key))
      const retry = await placing(platform, {}, key)

      assert.equal(retry.headers.get('Idempotent-Replayed'), 'true')
      const [fault] = await platform.faults.list()
      assert.deepEqual([fault?.hits, (await platform.read()).position], [1, 1])
    })

    test('decides a race', async () => {
      const { platform, place, cancel } = await open()
      await platform.races.add({ winner: 'execution' })
      const { orderId } = await place()

      assert.equal((await cancel(orderId)).status, 409)

      const [race] = await platform.races.list()
      assert.deepEqual([race?.result?.orderId, race?.result?.winner], [orderId, 'execution'])
    })

    test('holds a request and releases it', async () => {
      const { platform, place } = await open()
      await platform.breakpoints.add({ match: { clientOrderId: 'alice-*' }, times: 1 })

      const placed = place(platform, { clientOrderId: 'alice-1' })
      await until(async () => (await platform.clock.read()).waitingRequests === 1)
      const [held, ...others] = await platform.breakpoints.listHeld()

      assert.deepEqual([held?.clientOrderId, others], ['alice-1', []])
      assert.equal((await platform.read()).position, 0)
      await platform.breakpoints.release(held?.id ?? '')
      assert.equal((await placed).clientOrderId, 'alice-1')
    })

    test('sets the latency and the delay of the stream', async () => {
      const { platform } = await open({ latencyMs: 5 })

      await platform.latency.set({ after: { 'POST /orders': 50 } })
      const { before, after } = await platform.latency.read()
      assert.ok(typeof after === 'object' && 'POST /orders' in after)
      assert.deepEqual([before, after['POST /orders'], after['GET /orders']], [5, 50, 0])
      await platform.stream.set({ delayMs: { minMs: 1, maxMs: 2 } })
      assert.deepEqual(await platform.stream.read(), { delayMs: { minMs: 1, maxMs: 2 } })
    })

    test('searches the journal', async () => {
      const { platform, send, place } = await open()
      for (const _ of [1, 2, 3]) await place()
      await send(platform, '/orders/none')
      const { journal } = platform

      const placements = await journal.list({ method: 'POST', path: '/orders' })
      const ids = placements.map(({ id }) => id)
      assert.deepEqual(ids, [1, 2, 3])
      const page = await journal.list({ after: 1, limit: 2 })
      assert.deepEqual(
        page.map(({ id }) => id),
        [2, 3],
      )
      assert.deepEqual(await journal.count({ status: 404 }), { count: 1, dropped: 0 })
      await journal.clear()
      assert.deepEqual(await journal.list(), [])
    })

    test('lists the frames of a stream', async () => {
      const { platform, url, place } = await open()
      const { socket, messages } = await connectTo(url)
      socket.send('hello')
      await place()
      await until(() => messages.length === 1)
      socket.close()
      await once(socket, 'close')

      const [entry] = await platform.journal.list({ path: '/ws' })
      const frames = () => platform.journal.frames(entry?.id ?? 0)
      await until(async () => (await frames()).some(({ frame }) => frame === 'end'))
      assert.deepEqual((await frames()).map(({ frame }) => frame).toSorted(), [
        'end',
        'message',
        'text',
      ])
      const [first, ...more] = await platform.journal.frames(entry?.id ?? 0, { by: 'client' })
      assert.ok(first?.frame === 'text')
      assert.deepEqual([first.text, more.length], ['hello', 1])
    })

    test('exports a recording, and reads the digest of the log', async () => {
      const { platform, place } = await open({ seed: '42' })
      await place()

      const { seed, isComplete, steps, digests } = await platform.exportRecording()
      assert.deepEqual([seed, isComplete, steps.length], ['42', true, 1])
      assert.deepEqual(await platform.readLogDigest(), digests)
    })

    test('restarts, takes over and resets the venue', async () => {
      const { platform, place, read } = await open()
      const { orderId } = await place()

      await platform.restart()
      await platform.takeOver()
      assert.equal((await read(orderId)).orderStatus, 'PENDING')
      assert.equal((await platform.reset()).position, 0)
      assert.deepEqual((await platform.advance({ untilIdle: true })).events, [])
    })

    test('opens, finds, lists and closes other venues', async () => {
      const { platform, place, read } = await open()
      const options = { name: 'mine', clock: { mode: 'held' }, executionDelayMs: 10 } as const
      const venue = await platform.openVenue(options)
      const { orderId } = await place(venue)
      await place()

      const names = (await platform.listVenues()).map(({ name }) => name)
      assert.deepEqual(names, ['main', 'mine'])
      await platform.advance({ untilIdle: true })
      assert.equal((await read(orderId, venue)).orderStatus, 'PENDING')
      await platform.venue('mine').advance({ byMs: 10 })
      assert.equal((await read(orderId, venue)).orderStatus, 'EXECUTED')
      await venue.close()
      await assert.rejects(venue.read(), ControlRefusal)
      await assert.rejects(platform.venue('main').close(), ControlRefusal)
      assert.deepEqual(await platform.health(), { status: 'ok' })
    })

    test('rejects with what the control API refuses', async () => {
      const { platform } = await open()

      await assert.rejects(platform.execute('1'), (refusal: ControlRefusal) => {
        assert.ok(refusal instanceof ControlRefusal)
        assert.equal(refusal.problem.code, 'ORDER_NOT_FOUND')
        assert.equal(refusal.message, refusal.problem.detail)
        return true
      })
      await assert.rejects(platform.advance({ byMs: -1 }), { message: /^\/byMs / })
      await assert.rejects(platform.journal.list({ limit: 0 }), { message: /^\/limit / })
      await assert.rejects(platform.races.remove(''), ControlRefusal)
    })
  })
}
