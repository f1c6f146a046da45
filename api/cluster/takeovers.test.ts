import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CommitFailed, createVirtualClock, type StoredLog, Superseded } from '../../engine/index.ts'
import { createMemoryStore } from '../stores/memory-store.ts'
import type { Replica } from '../stores/nats-replica.ts'
import type { NatsStore } from '../stores/nats-store.ts'
import { turn } from '../test/support/app.ts'
import { createDurableVenues } from '../venues/durable-venues.ts'
import type { HostedVenueOptions } from '../venues/hosted-venue.ts'
import type { Venues } from '../venues/venues.ts'
import { createTakeovers } from './takeovers.ts'

const none = { minMs: 0, maxMs: 0 }
const processClock = createVirtualClock()
const defaults: HostedVenueOptions = {
  name: 'main',
  seed: 'a seed',
  latency: none,
  executionDelay: none,
  time: { mode: 'real', clock: processClock },
  processClock,
}

interface World {
  /** The nodes that are there besides this one. */
  readonly others: readonly string[]
  /** The owner of each venue. */
  readonly owners: Readonly<Record<string, string>>
  /** Called before each commit of a takeover. */
  readonly onCommit?: (venue: string) => void
  /** The node that has taken a venue over again when this one has read its log. */
  readonly faster?: string
  /** Venues whose opening was interrupted. */
  readonly incomplete?: readonly string[]
  /** Venues whose log was removed. */
  readonly removed?: readonly string[]
  /** Venues of this node that it does not record. */
  readonly left?: readonly string[]
  /** Venues that it is opening or closing. */
  readonly changing?: readonly string[]
}

/** The takeovers of a node, over logs in memory. */
async function openNode(node: string, world: World) {
  const { others, owners, onCommit, faster, incomplete = [], removed = [] } = world
  const { left = [], changing = [] } = world
  const memory = createMemoryStore()
  const durable = createDurableVenues(memory)
  const replicas = new Map<string, Replica>()
  const replicaOf = (venue: string) => replicas.get(venue) as Replica
  const setOwner = (venue: string, owner: string) =>
    replicas.set(venue, { ...replicaOf(venue), owner })
  const logs = new Map<string, StoredLog>()
  for (const [venue, owner] of Object.entries(owners)) {
    if (!incomplete.includes(venue)) await durable.create({ ...defaults, name: venue })
    const log = await memory.open(venue)
    logs.set(venue, {
      ...log,
      async load() {
        const content = await log.load()
        if (faster && replicaOf(venue).owner === node) setOwner(venue, faster)
        return content
      },
      async commit(commit) {
        onCommit?.(venue)
        setOwner(venue, node)
        await log.commit(commit)
      },
    })
    const isRemoved = removed.includes(venue)
    if (isRemoved) await memory.remove(venue)
    const replica: Partial<Replica> = { venue, owner, log: isRemoved ? undefined : log.id }
    replicas.set(venue, replica as Replica)
  }
  const taken: string[] = []
  const opened: string[] = []
  const problems: string[] = []
  const store: Partial<NatsStore> = {
    node,
    replicas,
    logOf: (venue) => logs.get(venue) as StoredLog,
  }
  const takeovers = createTakeovers({
    store: store as NatsStore,
    durable,
    defaults,
    membership: {
      find: (name) => (others.includes(name) ? { node: name } : undefined),
      others: () => others.map((name) => ({ node: name })),
    },
    onTaken: (venue) => taken.push(venue),
    onProblem: (venue, { message }) => problems.push(`${venue}: ${message}`),
  })
  const venues: Partial<Venues> = {
    isChanging: (name) => changing.includes(name),
    find: (name) =>
      left.includes(name) ? undefined : ({ follower: undefined } as ReturnType<Venues['find']>),
    replace({ name }) {
      opened.push(name)
      return undefined as never
    },
  }
  return {
    taken,
    opened,
    problems,
    memory,
    async check() {
      takeovers.check(venues as Venues)
      for (let turns = 0; turns < 100; turns++) await turn()
    },
  }
}

const hundred = Object.fromEntries(Array.from({ length: 100 }, (_, nth) => [`v${nth}`, 'gone']))

describe('A takeover', () => {
  test('happens once for each venue of a node that is gone, spread over those that are left', async () => {
    const nodes = ['a', 'b', 'c']
    const all = await Promise.all(
      nodes.map((node) =>
        openNode(node, { others: nodes.filter((one) => one !== node), owners: hundred }),
      ),
    )

    for (const { check } of all) await check()

    assert.deepEqual(all.flatMap(({ taken }) => taken).toSorted(), Object.keys(hundred).toSorted())
    for (const { taken, opened } of all) {
      assert.deepEqual(taken, opened)
      assert.ok(taken.length >= 20, `${taken.length} of 100`)
    }
  })

  test('leaves the venues of living nodes, and its own', async () => {
    const { check, taken } = await openNode('a', { others: ['b'], owners: { main: 'b', own: 'a' } })

    await check()

    assert.deepEqual(taken, [])
  })

  test('is completed if its commit was recorded although it seemed to fail', async () => {
    const owners = { main: 'b', half: 'a', opening: 'a', own: 'a' }
    const left = ['half', 'opening']
    const { check, opened } = await openNode('a', {
      others: ['b'],
      owners,
      left,
      changing: ['opening'],
    })

    await check()

    assert.deepEqual(opened, ['half'])
  })

  test('gives the main venue a new log if its reset was interrupted, and no other venue', async () => {
    const { check, opened, memory } = await openNode('a', {
      others: [],
      owners: { main: 'gone', closed: 'gone' },
      removed: ['main', 'closed'],
    })

    await check()

    assert.deepEqual(opened, ['main'])
    assert.deepEqual(await memory.venues(), ['main'])
  })

  test('is given up without a word if another node was faster', async () => {
    const { check, opened, problems } = await openNode('a', {
      others: [],
      owners: { main: 'gone' },
      onCommit() {
        throw new Superseded()
      },
    })

    await check()

    assert.deepEqual([opened, problems], [[], []])
  })

  test('leaves a venue to the node that has taken it over again', async () => {
    const { opened, taken, problems, check } = await openNode('a', {
      others: ['b'],
      owners: { main: 'gone', oslo: 'gone', rome: 'gone' },
      faster: 'b',
    })

    await check()

    assert.deepEqual([opened, taken, problems], [[], [], []])
  })

  test('that fails is reported, and tried again at the next check', async () => {
    let fails = true
    const { check, opened, problems } = await openNode('a', {
      others: [],
      owners: { main: 'gone', other: 'gone' },
      onCommit(venue) {
        if (fails && venue === 'main') throw new CommitFailed('no answer', 'unknown')
      },
    })

    await check()
    assert.deepEqual([opened, problems], [['other'], ['main: no answer']])
    fails = false
    await check()

    assert.deepEqual(opened, ['other', 'main'])
  })

  test('removes a venue whose opening was interrupted', async () => {
    const { check, opened, memory } = await openNode('a', {
      others: [],
      owners: { main: 'gone', half: 'gone' },
      incomplete: ['half'],
    })

    await check()

    assert.deepEqual(opened, ['main'])
    assert.deepEqual(await memory.venues(), ['main'])
  })
})
