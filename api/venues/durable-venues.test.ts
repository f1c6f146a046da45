import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { CommitFailed, createVirtualClock, Superseded } from '../../engine/index.ts'
import type { Order } from '../contract/orders.ts'
import type { VenueState } from '../control/control-contract.ts'
import { createMemoryStore } from '../stores/memory-store.ts'
import { StoreError } from '../stores/store.ts'
import { createFailingPlace, createMemoryPlace, createSqlitePlace } from '../test/stores/places.ts'
import type { StorePlace } from '../test/stores/store-suite.ts'
import { bodyIn, orderIn, problemIn, ticket, turn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { type DurablePlatform, openDurable } from '../test/support/durable.ts'
import { createDurableVenues } from './durable-venues.ts'
import type { HostedVenueOptions } from './hosted-venue.ts'
import { createVenues } from './venues.ts'

const held = { name: 'mine', durable: true, latencyMs: 0, clock: { mode: 'held' } }

for (const [kind, create] of Object.entries({
  memory: createMemoryPlace,
  SQLite: createSqlitePlace,
})) {
  describe(`A durable venue in ${kind}, after the platform has started again,`, () => {
    let place: StorePlace
    let platform: DurablePlatform
    beforeEach(async () => {
      place = await create()
      platform = await openDurable(place)
    })
    afterEach(async () => {
      await platform.close()
      await place.clear()
    })
    async function reopen(
      ...options: Parameters<typeof openDurable> extends [unknown, ...infer O] ? O : never
    ) {
      await platform.close()
      platform = await openDurable(place, ...options)
    }
    const read = (path: string) => bodyIn<object>(platform.ask('GET', path))
    const state = (venue = 'mine') => bodyIn<VenueState>(platform.ask('GET', `/venues/${venue}`))
    const add = (path: string, draft: object) =>
      bodyIn(platform.post(`/venues/mine/${path}`, draft))

    test('has its orders and its Log-Id; an order overdue meanwhile is executed at once', async () => {
      const order = await platform.placed()
      const { logId } = await state('main')

      await reopen({}, platform.processClock.now() + 10_000)

      assert.deepEqual(await platform.readIn('main', order.orderId), order)
      assert.deepEqual([(await state('main')).logId, (await state('main')).durable], [logId, true])
      platform.processClock.advance(0)
      const executedAt = new Date(platform.processClock.now()).toISOString()
      const executed = { ...order, orderStatus: 'EXECUTED', executedAt, version: 2 }
      assert.deepEqual(await platform.readIn('main', order.orderId), executed)
    })

    test('has its options', async () => {
      const executionDelayMs = { medianMs: 5, p95Ms: 10 }
      const latencyMs = { 'GET /orders': 7 }
      await platform.open({ ...held, seed: '7', executionDelayMs, latencyMs, journal: false })
      const before = await state()

      await reopen({ seed: 'another', latency: { minMs: 9, maxMs: 9 }, keepsJournal: true })

      assert.deepEqual(await state(), before)
      assert.equal(platform.venues.find('mine')?.journal, undefined)
    })

    test('has the settings of this start if it is the main one, but the seed of its log', async () => {
      const delay = { minMs: 9, maxMs: 9 }
      await reopen({ seed: 'another', latency: delay, executionDelay: delay, keepsJournal: true })

      const { seed, latencyMs, executionDelayMs } = await state('main')
      assert.deepEqual([seed, latencyMs, executionDelayMs], ['a seed', 9, 9])
      assert.ok(platform.venues.main.journal)

      await bodyIn(platform.ask('PUT', '/venues/main/latency', { before: 5 }))
      await reopen({ latency: delay })
      assert.equal((await state('main')).latencyMs, 5)
    })

    test('draws what it would have drawn', async () => {
      const placeTen = async (name: string) => {
        const orders = []
        for (let nth = 0; nth < 5; nth++) orders.push(await platform.placeIn(name))
        return orders
      }
      await platform.open({ ...held, seed: '7' })
      await platform.open({ ...held, seed: '7', name: 'other', durable: false })
      const undisturbed = [await placeTen('other'), await placeTen('other')]
      const first = await placeTen('mine')

      await reopen()

      assert.deepEqual([first, await placeTen('mine')], undisturbed)
    })

    test('has a held clock that stands where it stood', async () => {
      await platform.open(held)
      const { orderId } = await platform.placeIn('mine')
      await bodyIn(platform.post('/venues/mine/clock/advance', { byMs: 777 }))
      const { clock } = await state()

      await reopen({}, platform.processClock.now() + 10_000)

      assert.deepEqual((await state()).clock, clock)
      await bodyIn(platform.post('/venues/mine/clock/advance', { untilIdle: true }))
      const executed = await platform.readIn('mine', orderId)
      assert.equal('executedAt' in executed && executed.executedAt, clock.nextDueAt)
    })

    test('has a scaled clock that has gone on', async () => {
      await platform.open({ ...held, clock: { mode: 'scaled', speed: 60 } })
      platform.processClock.advance(1000)
      const before = Date.parse((await state()).clock.now)

      await reopen({}, platform.processClock.now() + 500)

      const { now, mode, speed } = (await state()).clock
      assert.deepEqual([Date.parse(now) - before, mode, speed], [30_000, 'scaled', 60])
    })

    for (const clock of [{ mode: 'real' }, { mode: 'scaled', speed: 2 }] as const) {
      test(`has a ${clock.mode} clock that is not behind its log, and goes on`, async () => {
        const startsAt = platform.processClock.now()
        await platform.open({ ...held, clock })
        platform.processClock.advance(5000)
        const { orderId, placedAt } = await platform.placeIn('mine')

        await reopen({}, startsAt - 60_000)

        assert.equal((await state()).clock.now, placedAt)
        platform.processClock.advance(3000)
        assert.equal((await platform.readIn('mine', orderId)).orderStatus, 'EXECUTED')
      })
    }

    test('has its replies under idempotency keys and its plans changed by hand', async () => {
      await platform.open(held)
      const again = () =>
        platform.send(JSON.stringify(ticket), { venue: 'mine', 'idempotency-key': 'a' })
      const first = await again()
      const { orderId } = await orderIn(first.clone())
      await bodyIn(platform.post(`/venues/mine/orders/${orderId}/hold`))

      await reopen()

      const second = await again()
      assert.equal(second.headers.get('idempotent-replayed'), 'true')
      assert.deepEqual(await orderIn(second), await orderIn(first))
      assert.equal((await state()).clock.nextDueAt, undefined)
    })

    test('keeps a journal if it was switched on', async () => {
      const journal = '/venues/mine/journal'
      await platform.open({ ...held, journal: false })
      await platform.ask('PUT', journal, { on: true })

      await reopen()

      assert.equal((await state()).journal, true)
      await platform.ask('PUT', journal, { on: false })
      await reopen()
      assert.equal((await state()).journal, false)
    })

    test('has its latency and the delay of its stream', async () => {
      await platform.open(held)
      const latency = { before: { 'GET /orders': 5 }, after: 3 }
      await bodyIn(platform.ask('PUT', '/venues/mine/latency', latency))
      await bodyIn(platform.ask('PUT', '/venues/mine/stream', { delayMs: 20 }))
      const settings = async () => [
        await read('/venues/mine/latency'),
        await read('/venues/mine/stream'),
      ]
      const before = await settings()

      await reopen()
      assert.deepEqual(await settings(), before)

      await bodyIn(platform.ask('PUT', '/venues/mine/stream', { delayMs: 0 }))
      await reopen()
      assert.deepEqual(await read('/venues/mine/stream'), { delayMs: 0 })
    })

    test('has its rules of every kind with their counts and results', async () => {
      await platform.open(held)
      const kinds = {
        outcomes: { outcome: { does: 'hold' } },
        faults: {
          match: { endpoint: 'POST /orders' },
          at: 'after-commit',
          action: { does: 'answer', status: 503 },
        },
        breakpoints: { match: { symbol: 'GBPUSD' } },
        'stream-faults': { action: { does: 'duplicate' } },
        'commit-faults': { match: { nth: 2 }, action: { does: 'fail', recorded: true } },
        races: { winner: 'execution' },
      }
      for (const [kind, draft] of Object.entries(kinds)) {
        await add(kind, draft)
        await add(kind, draft)
      }
      for (let nth = 0; nth < 12; nth++) await add('outcomes', { outcome: { does: 'execute' } })
      const headers = { venue: 'mine' }
      await platform.send(JSON.stringify(ticket), headers)
      await platform.send(JSON.stringify(ticket), headers)
      await platform.isUp()
      const [{ orderId }] = await bodyIn<[Order]>(platform.get('/orders', headers))
      await platform.remove(`/orders/${orderId}`, headers)
      await platform.isUp()
      const rules = async () => {
        const lists = Object.keys(kinds).map((kind) =>
          bodyIn<{ hits?: number; result?: object }[]>(platform.ask('GET', `/venues/mine/${kind}`)),
        )
        return Promise.all(lists)
      }
      const before = await rules()
      assert.deepEqual(
        before.map((list) => list.filter(({ hits, result }) => hits || result).length),
        [1, 1, 0, 0, 2, 1],
      )

      await reopen()

      assert.deepEqual(await rules(), before)
    })

    test('never uses the id of a removed rule again', async () => {
      await platform.open(held)
      for (const nth of [1, 2]) await add('outcomes', { match: { nth }, outcome: { does: 'hold' } })
      await platform.ask('DELETE', '/venues/mine/outcomes/outcome-2')

      await reopen()

      const rules = () => bodyIn<{ id: string }[]>(platform.ask('GET', '/venues/mine/outcomes'))
      assert.deepEqual(
        (await rules()).map(({ id }) => id),
        ['outcome-1'],
      )
      await add('outcomes', { outcome: { does: 'hold' } })
      assert.deepEqual(
        (await rules()).map(({ id }) => id),
        ['outcome-1', 'outcome-3'],
      )
      await platform.ask('DELETE', '/venues/mine/outcomes')
      await reopen()
      assert.deepEqual(await rules(), [])
    })

    test('has a new log after a reset, and none after it was closed', async () => {
      const { logId } = await platform.open({ ...held, seed: '7' })
      await add('outcomes', { outcome: { does: 'hold' } })
      await platform.placeIn('mine')
      await platform.open({ ...held, name: 'closed' })

      const reset = await bodyIn<VenueState>(platform.post('/venues/mine/reset'))
      assert.notEqual(reset.logId, logId)
      assert.equal((await platform.ask('DELETE', '/venues/closed')).status, 204)
      await platform.placeIn('mine')
      await reopen()

      assert.deepEqual(await state(), { ...reset, position: 1, clock: (await state()).clock })
      assert.deepEqual(await read('/venues/mine/outcomes'), [])
      assert.equal(platform.venues.find('closed'), undefined)
      assert.deepEqual(await platform.store.venues(), ['main', 'mine'])
    })

    test('stands where it stood among the venues, which a reset moves to the end', async () => {
      for (const name of ['a', 'b', 'c']) await platform.open({ ...held, name })
      const names = async () =>
        (await bodyIn<VenueState[]>(platform.ask('GET', '/venues'))).map(({ name }) => name)
      for (const name of ['a', 'main']) await bodyIn(platform.post(`/venues/${name}/reset`))
      const before = await names()

      await reopen()

      assert.deepEqual([before, await names()], [['main', 'b', 'c', 'a'], before])
    })

    test('is gone if its opening was interrupted', async () => {
      await platform.store.open('mine')

      await reopen()

      assert.deepEqual(await platform.store.venues(), ['main'])
    })

    test('is alone: venues in memory are gone', async () => {
      await platform.open({ ...held, durable: false })

      await reopen()

      assert.deepEqual(
        platform.venues.list().map(({ name }) => name),
        ['main'],
      )
    })
  })
}

describe('Opening, resetting and closing at the same time', () => {
  test('gives each name one venue and one log', async () => {
    const platform = await openDurable(await createMemoryPlace())
    const opened = await Promise.all([1, 2, 3].map(() => platform.post('/venues', held)))
    assert.deepEqual(opened.map(({ status }) => status).toSorted(), [201, 409, 409])

    const resets = [1, 2].map(() => platform.post('/venues/mine/reset'))
    const closed = platform.ask('DELETE', '/venues/mine')
    assert.deepEqual(
      (await Promise.all(resets)).map(({ status }) => status),
      [200, 200],
    )
    assert.equal((await closed).status, 204)
    assert.deepEqual(await platform.store.venues(), ['main'])
    assert.equal((await platform.ask('DELETE', '/venues/mine')).status, 404)
  })
})

test('Without a store no venue can be durable', async () => {
  const { post } = openControl()

  const { code, errors } = await problemIn(post('/venues', held))

  const message = 'needs a store: start the platform with STORE, such as STORE=./papertape.db'
  assert.deepEqual([code, errors], ['INVALID_REQUEST', [{ pointer: '/durable', message }]])
})

describe('Two nodes that open a venue at the same time', () => {
  const options = { isShared: true }
  const draft: HostedVenueOptions = {
    name: 'mine',
    seed: 'a seed',
    latency: { minMs: 0, maxMs: 0 },
    executionDelay: { minMs: 0, maxMs: 0 },
    time: { mode: 'real', clock: createVirtualClock() },
    processClock: createVirtualClock(),
  }

  test('have one venue: the second node leaves the log of the first as it is', async () => {
    const store = createMemoryStore()
    const [first, second] = [
      createDurableVenues(store, options),
      createDurableVenues(store, options),
    ]

    await first.create(draft)
    await assert.rejects(second.create({ ...draft, seed: 'another' }), Superseded)

    const { records } = await (await store.open('mine')).load()
    assert.equal((records.get('setup venue') as { seed: string }).seed, 'a seed')
  })

  test('each give the name to one request', async () => {
    const durable = createDurableVenues(createMemoryStore(), options)
    let asked = 0
    const isTaken = async () => {
      asked++
      await turn()
      return false
    }
    const main = await durable.create({ ...draft, name: 'main' })
    const venues = createVenues(main, { durable, main, others: [], isTaken })

    for (const isDurable of [true, false]) {
      const one = { ...draft, name: `durable ${isDurable}`, isDurable }
      const opened = await Promise.all([venues.open(one), venues.open(one)])
      assert.equal(opened.filter((venue) => venue !== undefined).length, 1)
    }
    assert.equal(asked, 4)
  })

  test('refuse the second request with `VENUE_NAME_TAKEN`', async () => {
    const place = await createMemoryPlace()
    const platform = await openDurable(place)
    platform.store.open = async () => {
      throw new Superseded()
    }

    const reply = await platform.post('/venues', held)

    assert.equal((await problemIn(reply)).code, 'VENUE_NAME_TAKEN')
  })
})

describe('A durable venue whose store fails', () => {
  /** A store that fails in part while a reason is set. */
  async function openOutage(t: { after(act: () => unknown): void }) {
    const outage = { reason: '', opening: '', removing: '' }
    const failIf = (reason: string) => {
      if (reason) throw new StoreError(reason)
    }
    const { open, clear } = await createMemoryPlace()
    const store = await open()
    const failing: StorePlace = {
      clear,
      open: async () => ({
        ...store,
        async remove(venue) {
          failIf(outage.removing)
          await store.remove(venue)
        },
        async open(venue) {
          failIf(outage.opening)
          const log = await store.open(venue)
          return {
            ...log,
            async commit(commit) {
              if (outage.reason) throw new CommitFailed(outage.reason, 'not-recorded')
              await log.commit(commit)
            },
          }
        },
      }),
    }
    const notes: string[] = []
    const platform = await openDurable(failing, {
      onCommitFailed: ({ message }, venue) => notes.push(`${venue}: ${message}`),
      onRecovered: (venue) => notes.push(`${venue} is up`),
    })
    t.after(platform.close)
    await platform.open(held)
    return { ...platform, failing, outage, notes }
  }

  test('refuses commands with the reason, serves reads, and goes on when it can', async (t) => {
    const { outage, notes, isUp, place, get, post, placed, processClock } = await openOutage(t)
    const order = await placed()
    outage.reason = 'the disk is full'

    const first = await problemIn(place())
    assert.deepEqual([first.status, first.detail], [503, 'the disk is full'])
    for (let nth = 0; nth < 3; nth++) {
      processClock.advance(1000)
      assert.deepEqual(await bodyIn(get('/orders')), [order])
      const refused = await problemIn(place())
      assert.deepEqual([refused.detail, refused.outcome], ['the disk is full', 'not-recorded'])
      const rule = await problemIn(post('/venues/main/outcomes', { outcome: { does: 'hold' } }))
      assert.deepEqual([rule.detail, rule.outcome], ['the disk is full', 'not-recorded'])
    }
    assert.deepEqual(await bodyIn(get('/orders')), [order])
    outage.reason = ''
    await isUp()

    assert.deepEqual(await bodyIn(post('/venues/main/outcomes', { outcome: { does: 'hold' } })), {
      id: 'outcome-1',
      match: {},
      outcome: { does: 'hold' },
      seen: 0,
      hits: 0,
    })
    assert.equal((await place()).status, 201)
    assert.deepEqual(notes, ['main: the disk is full', 'main is up'])
  })

  test('records the hits of its rules later, and does not move its clock meanwhile', async (t) => {
    const { outage, isUp, get, ask, post, placeIn, failing, send } = await openOutage(t)
    await bodyIn(
      post('/venues/mine/faults', { at: 'before-commit', action: { does: 'delay', ms: 0 } }),
    )
    const { orderId } = await placeIn('mine')
    outage.reason = 'the disk is full'

    const headers = { venue: 'mine' }
    assert.equal((await send(JSON.stringify(ticket), headers)).status, 503)
    assert.equal((await get(`/orders/${orderId}`, headers)).status, 200)
    const moved = await problemIn(post('/venues/mine/clock/advance', { byMs: 5 }))
    assert.equal(moved.detail, 'the disk is full')
    const opening = await problemIn(post('/venues', { ...held, name: 'other' }))
    assert.deepEqual([opening.detail, opening.outcome], ['the disk is full', 'not-recorded'])
    outage.reason = ''
    await isUp()
    const rules = await bodyIn(ask('GET', '/venues/mine/faults'))

    const again = await openDurable(failing)
    assert.deepEqual(await bodyIn(again.ask('GET', '/venues/mine/faults')), rules)
    assert.equal((rules as { hits: number }[])[0]?.hits, 3)
    assert.equal(again.venues.find('other'), undefined)
  })

  test('goes on if its log cannot be removed, and can be closed later', async (t) => {
    const { outage, ask, post, placeIn, notes, store } = await openOutage(t)
    await placeIn('main')
    outage.removing = 'the disk is full'

    for (const refused of [ask('DELETE', '/venues/mine'), post('/venues/main/reset')]) {
      const { status, detail, outcome } = await problemIn(refused)
      assert.deepEqual([status, detail, outcome], [503, 'the disk is full', 'not-recorded'])
    }
    await placeIn('mine')
    await placeIn('main')
    assert.equal((await bodyIn<VenueState>(ask('GET', '/venues/main'))).position, 2)

    outage.removing = ''
    assert.equal((await ask('DELETE', '/venues/mine')).status, 204)
    assert.equal((await bodyIn<VenueState>(post('/venues/main/reset'))).position, 0)
    await placeIn('main')
    assert.deepEqual([await store.venues(), notes], [['main'], []])
  })

  test('can be reset again if a reset could not create its log', async (t) => {
    const { outage, ask, post, placeIn, place } = await openOutage(t)
    await placeIn('main')
    outage.opening = 'the disk is full'

    const refused = await problemIn(post('/venues/main/reset'))
    assert.deepEqual([refused.status, refused.detail], [503, 'the disk is full'])
    assert.equal((await problemIn(place())).status, 503)

    outage.opening = ''
    assert.equal((await bodyIn<VenueState>(post('/venues/main/reset'))).position, 0)
    await placeIn('main')
    assert.equal((await bodyIn<VenueState>(ask('GET', '/venues/main'))).position, 1)
  })

  test('has the same in its log as in memory, also after failures', async () => {
    const place = await createFailingPlace(3)()
    const platform = await openDurable(place).catch(() => openDurable(place))
    const { post, isUp, ask } = platform
    for (let nth = 0; nth < 20; nth++) {
      await post('/venues/main/outcomes', { outcome: { does: 'hold' }, times: 2 })
      await isUp()
      await platform.place()
      await isUp()
    }
    const rules = await bodyIn<object[]>(ask('GET', '/venues/main/outcomes'))
    assert.ok(rules.length >= 12)

    const again = await openDurable(place)

    assert.deepEqual(await bodyIn(again.ask('GET', '/venues/main/outcomes')), rules)
  })
})

describe('A venue that another node may take over', () => {
  test('refuses a command only after a commit, which fails once it is taken over', async (t) => {
    const { open, clear } = await createMemoryPlace()
    const store = await open()
    let isTaken = false
    let commits = 0
    const platform = await openDurable({
      clear,
      open: async () => ({
        ...store,
        async open(venue) {
          const log = await store.open(venue)
          return {
            ...log,
            isShared: true,
            async commit(commit) {
              if (isTaken) throw new Superseded()
              commits++
              await log.commit(commit)
            },
          }
        },
      }),
    })
    t.after(platform.close)
    const { get, remove, post, placed, processClock } = platform
    const { orderId } = await placed()
    processClock.advance(3000)
    await platform.isUp()
    const before = commits
    const refused = await problemIn(remove('/orders/unknown'))
    assert.deepEqual([refused.code, commits], ['ORDER_NOT_FOUND', before + 1])

    isTaken = true
    for (const command of [
      () => remove('/orders/unknown'),
      () => remove(`/orders/${orderId}`),
      () => remove('/orders?orderStatus=PENDING'),
      () => post('/venues/main/orders/unknown/execute'),
    ]) {
      const { code, outcome } = await problemIn(command())
      assert.deepEqual([code, outcome], ['VENUE_UNAVAILABLE', 'not-recorded'])
    }
    assert.equal((await get(`/orders/${orderId}`)).status, 200)
  })
})
