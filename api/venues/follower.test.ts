import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Commit, CommitFailed, createVirtualClock } from '../../engine/index.ts'
import { createMemoryStore } from '../stores/memory-store.ts'
import { createMemoryPlace } from '../test/stores/places.ts'
import { problemIn, turn } from '../test/support/app.ts'
import { openDurable } from '../test/support/durable.ts'
import { createDurableVenues } from './durable-venues.ts'
import { type HostedVenueOptions, openVenue } from './hosted-venue.ts'
import { createVenueTime, type TimeSetting } from './venue-time.ts'

const none = { minMs: 0, maxMs: 0 }
const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1 } as const

/** A venue in a store, and another node's instance that receives its commits. */
async function openBoth({ setting = { mode: 'real' } as TimeSetting, keepsJournal = false } = {}) {
  const processClock = createVirtualClock()
  const durable = createDurableVenues(createMemoryStore())
  const defaults: HostedVenueOptions = {
    name: 'main',
    seed: 'a seed',
    latency: none,
    executionDelay: { minMs: 1000, maxMs: 1000 },
    time: createVenueTime(setting, processClock),
    keepsJournal,
    processClock,
  }
  const created = await durable.create(defaults)
  const { stored } = created
  assert.ok(stored)
  const commits: Commit[] = []
  const commit = async (one: Commit) => {
    await stored.log.commit(one)
    commits.push(one)
  }
  const owner = openVenue({ ...created, stored: { ...stored, log: { ...stored.log, commit } } })
  const content = await stored.log.load()
  const restored = durable.restore('main', { log: stored.log, content }, defaults)
  assert.ok(restored)
  const following = openVenue({ ...restored, isFollower: true })
  const { follower } = following
  assert.ok(follower)
  return {
    owner,
    following,
    follower,
    processClock,
    /** Passes the commits on that were made since the last call. */
    async sync() {
      for (let turns = 0; turns < 3; turns++) await turn()
      for (const one of commits.splice(0)) follower.absorb(one)
      await turn()
    },
  }
}

describe('A follower', () => {
  test('has the orders of the owner, at the same positions, and tells its listeners', async () => {
    const { owner, following, processClock, sync } = await openBoth()
    const received: number[] = []
    following.venue.follow((changes) =>
      received.push(...changes.map(({ event }) => event.position)),
    )

    owner.venue.place(ticket)
    owner.venue.place(ticket)
    await sync()
    processClock.advance(1000)
    await sync()

    assert.deepEqual(received, [1, 2, 3, 4])
    assert.deepEqual(following.venue.events(0, 9), owner.venue.events(0, 9))
    assert.deepEqual(following.venue.list({ limit: 9 }), owner.venue.list({ limit: 9 }))
    assert.equal(following.venue.logId, owner.venue.logId)
  })

  test('wakes who waits for a position', async () => {
    const { owner, following, sync } = await openBoth()
    let isReached: boolean | undefined
    const { signal } = new AbortController()
    following.venue.waitForPosition(1, 10_000, (reached) => (isReached = reached), signal)

    owner.venue.place(ticket)
    await sync()

    assert.equal(isReached, true)
  })

  test('records nothing itself, and executes no order when it is due', async () => {
    const { owner, following, processClock, sync } = await openBoth()
    owner.venue.place(ticket)
    await sync()
    await owner.close()

    processClock.advance(10_000)
    await sync()

    assert.throws(() => following.venue.place(ticket), CommitFailed)
    assert.equal(following.venue.position, 1)
  })

  test('serves reads until the owner has a rule or a latency that only it can apply', async () => {
    const { owner, follower, sync } = await openBoth()
    owner.outcomes.add({ match: {}, action: { does: 'hold' } })
    await sync()
    assert.ok(follower.servesReads)

    const { faults } = owner.faultInjection
    const rule = faults.rules.add({
      match: { endpoint: 'listOrders', at: 'before-commit' },
      action: { does: 'delay', ms: 5 },
    } as never)
    await sync()
    assert.ok(!follower.servesReads)

    faults.rules.remove(rule.id)
    await sync()
    assert.ok(follower.servesReads)
  })

  test('asks subscribers to come back when only the owner can serve them', async () => {
    const { owner, following, sync } = await openBoth()
    const closed: number[] = []
    following.stream.close = ({ code } = { code: 0, reason: '' }) => closed.push(code)

    owner.streamFaults.setDelay(none)
    await sync()

    assert.deepEqual(closed, [1012])
  })

  for (const [what, options] of [
    ['a held clock', { setting: { mode: 'held' } as TimeSetting }],
    ['a journal', { keepsJournal: true }],
  ] as const) {
    test(`serves no reads of a venue with ${what}`, async () => {
      const { follower } = await openBoth(options)

      assert.ok(!follower.servesReads)
    })
  }

  test('refuses a commit that does not follow', async () => {
    const { owner, follower, sync } = await openBoth()
    owner.venue.place(ticket)
    await sync()
    const [event] = owner.venue.events(0, 1)
    assert.ok(event)

    assert.throws(() => follower.absorb({ events: [event], records: new Map() }), /does not follow/)
  })
})

test('The control API changes nothing of a venue that follows', async () => {
  const place = await createMemoryPlace()
  const { venues, store, post, close } = await openDurable(place)
  const log = await store.open('main')
  const stored = { log, content: await log.load() }
  venues.replace({ ...venues.main.options, stored, isFollower: true })

  for (const operation of ['restart', 'takeover', 'reset']) {
    const reply = await post(`/venues/main/${operation}`)
    const { code, outcome } = await problemIn(reply)
    assert.deepEqual([code, outcome], ['VENUE_UNAVAILABLE', 'not-recorded'], operation)
  }

  assert.equal((await store.open('main')).id, log.id)
  assert.ok(venues.main.outage.reason)
  await close()
})
