import assert from 'node:assert/strict'
import { after, before, describe, type TestContext, test } from 'node:test'
import { placeOf } from '../stores/nats-connection.ts'
import { type Member, startCluster, type TestCluster } from './support/cluster.ts'
import { eventually } from './support/eventually.ts'
import {
  checkTrades,
  ordersAreFinal,
  readLog,
  startTraders,
  type Traders,
} from './support/keyed-traders.ts'
import { whyNoNatsServer } from './support/nats-binary.ts'
import { createOutages } from './support/outages.ts'
import { listenForever, type ResumingListener } from './support/resuming-listener.ts'

/** How many takeovers of venues there are, at least. Each kind of failure occurs once, at least. */
const takeovers = Number(process.env.TAKEOVERS || 1)
/** The kinds of failures whose name contains this occur. */
const only = process.env.FAILURE ?? ''
/** By default, only the first kinds occur: the others take minutes. */
const isShort = only === '' && takeovers === 1
const shortKinds = 6

const venues = ['main', 'rome', 'oslo', 'lima'] as const

/** Replies for each venue before a failure, and after it. */
const some = 15

interface Trading {
  readonly traders: ReadonlyMap<string, Traders>
  /** The venue whose owner fails. */
  readonly venue: string
  readonly owner: Member
  /** Waits until commands to all venues are carried out. */
  goesOn(): Promise<void>
}

describe('Three platforms on three NATS servers', { skip: whyNoNatsServer() }, () => {
  let cluster: TestCluster
  const listeners: { readonly venue: string; readonly listener: ResumingListener }[] = []
  /** The last position of each venue that was checked. */
  const checked = new Map<string, number>(venues.map((venue) => [venue, 0]))
  const outages = createOutages()
  let quantity = 1
  let taken = 0
  /** Whether a promise was broken: what follows would repeat that. */
  let isBroken = false

  before(async () => {
    cluster = await startCluster()
    const { members, urls } = cluster
    for (const [nth, venue] of venues.slice(1).entries()) {
      // Reads of a venue with a journal are forwarded to its owner, as commands are.
      await cluster.open(venue, members[nth] as Member, { journal: nth === 0 })
    }
    for (const venue of venues) {
      const places = [...urls.map((url) => [url] as const), urls]
      for (const each of places) listeners.push({ venue, listener: listenForever(each, venue) })
    }
  })
  after(async () => {
    for (const { listener } of listeners) listener.end()
    await cluster?.stop()
  })

  const owners = () => Promise.all(venues.map(cluster.ownerOf))

  /** What happens to the platforms and the servers, and ends. */
  const failures: Record<string, (trading: Trading) => Promise<void>> = {
    async 'kill -9 of the owner'({ owner, goesOn }) {
      await owner.kill()
      await goesOn()
      await owner.start()
    },
    async 'kill -9 of the owner, when its commit has just left'({ owner, venue, goesOn }) {
      await owner.holdAtCommit(venue, true)
      await owner.kill()
      await goesOn()
      owner.reset()
      await owner.start()
    },
    async 'kill -9 of the owner, when its commit has not left'({ owner, venue, goesOn }) {
      await owner.holdAtCommit(venue, false)
      await owner.kill()
      owner.reset()
      await goesOn()
      await owner.start()
    },
    async 'freeze of the owner'({ owner, goesOn }) {
      owner.freeze()
      await goesOn()
      owner.thaw()
    },
    async 'an owner that is cut off, whose commit arrives later'({ owner, venue, goesOn }) {
      const late = await owner.holdAtCommit(venue, false)
      await goesOn()
      owner.release()
      await goesOn()
      const messages = await cluster.messagesOf(venue)
      assert.ok(messages.every(({ commit }) => commit !== late))
    },
    async 'kill -9 of the JetStream leader'({ venue, goesOn }) {
      const leader = await cluster.nats.leaderOf(placeOf(venue).stream)
      await leader.kill()
      await goesOn()
      await leader.start()
    },
    async 'freeze of the JetStream leader'({ venue, goesOn }) {
      const leader = await cluster.nats.leaderOf(placeOf(venue).stream)
      leader.freeze()
      await goesOn()
      leader.thaw()
    },
    async 'kill -9 of all servers'({ venue, traders }) {
      const { servers } = cluster.nats
      await Promise.all(servers.map((server) => server.kill()))
      await refused(traders.get(venue))
      await Promise.all(servers.map((server) => server.start()))
    },
    async 'a partition without the JetStream leader'({ venue, goesOn }) {
      cluster.nats.isolate(await cluster.nats.leaderOf(placeOf(venue).stream))
      await goesOn()
      cluster.nats.heal()
    },
    async 'a full stream'({ venue, traders }) {
      const { stream } = placeOf(venue)
      const { state } = await cluster.ask(({ streams }) => streams.info(stream))
      await cluster.ask(({ streams }) =>
        streams.update(stream, { max_bytes: state.bytes + 10_000 }),
      )
      await refused(traders.get(venue))
      await read(venue, cluster.urls)
      await cluster.ask(({ streams }) => streams.update(stream, { max_bytes: -1 }))
    },
    async 'a full JetStream'({ venue, traders }) {
      const owner = await cluster.ownerOf('main')
      await cluster.fill()
      await refused(traders.get(venue))
      // JetStream may answer nothing at all. Then the owner cannot read its log, but the others need not.
      await read(
        'main',
        cluster.urls.filter((url) => url !== owner.url),
      )
      await cluster.makeRoom()
    },
  }

  /** Waits for a reply that a command could not be carried out. */
  async function refused(traders: Traders | undefined): Promise<void> {
    const before = traders?.refusals.length ?? 0
    await eventually(async () => assert.ok((traders?.refusals.length ?? 0) > before), 60_000)
  }

  async function read(venue: string, urls: readonly string[]): Promise<void> {
    for (const url of urls) {
      // One that waits for a commit fails with it.
      await eventually(async () => {
        const reply = await fetch(`${url}/orders`, { headers: { venue } })
        assert.equal(reply.status, 200, await reply.text())
      }, 5000)
    }
  }

  async function fail(t: TestContext, name: string, round: number): Promise<void> {
    assert.ok(!isBroken, 'An earlier failure has broken a promise.')
    isBroken = true
    const { urls } = cluster
    const before = await owners()
    const all = venues.map((venue) => startTraders({ urls, venue, traders: 3, first: quantity }))
    // If this fails, they must not go on forever.
    t.after(() => all.forEach(({ abandon }) => void abandon()))
    const goesOn = async () => {
      await Promise.all(all.map((traders) => traders.more(some)))
    }
    await goesOn()
    const venue = venues[round % venues.length] ?? 'main'
    const owner = await cluster.ownerOf(venue)
    const begun = performance.now()
    const traders = new Map(all.map((traders) => [traders.venue, traders]))
    await failures[name]?.({ traders, venue, owner, goesOn })
    await goesOn()
    await cluster.isCurrent()
    await Promise.all(all.map((traders) => traders.end()))
    const affected = venues.filter((_, nth) => !/owner/.test(name) || before[nth] === owner)
    for (const venue of affected) outages.note(name, begun, traders.get(venue)?.replies ?? [])
    for (const one of all) await check(one)
    quantity = Math.max(...all.map(({ next }) => next))
    const now = await owners()
    taken += now.filter((owner, nth) => owner !== before[nth]).length
    isBroken = false
    t.diagnostic(`${taken} takeovers`)
    for (const line of outages.lines().filter((line) => line.startsWith(`${name}:`)))
      t.diagnostic(line)
  }

  /** Checks what a venue recorded since the last check. */
  async function check(traders: Traders): Promise<void> {
    const { venue } = traders
    const after = checked.get(venue) ?? 0
    const log = await eventually(async () => {
      for (const url of cluster.urls) await ordersAreFinal(url, venue)
      const logs = await Promise.all(cluster.urls.map((url) => readLog(url, venue, after)))
      const [first = []] = logs
      for (const log of logs) assert.deepEqual(log, first, 'All nodes have the same log')
      return first
    })
    checkTrades(traders, log, after)
    checked.set(venue, after + log.length)
    // Each goes to another platform, and gets the same reply.
    const last = [...traders.placed.keys()].slice(-3)
    for (const quantity of [...last, ...last, ...last]) await traders.place(quantity)

    const expected = log.map(({ position, orderId, type }) => [position, orderId, statuses[type]])
    for (const { listener } of listeners.filter((one) => one.venue === venue)) {
      await eventually(async () =>
        assert.equal(
          listener.messages.length,
          after + log.length,
          `Messages of ${venue} at ${listener.urls}; ${listener.refusals}`,
        ),
      )
      assert.deepEqual(
        listener.messages
          .slice(after)
          .map(({ position, orderId, orderStatus }) => [position, orderId, orderStatus]),
        expected,
      )
      assert.deepEqual(listener.refusals, [])
    }
  }

  const kinds = Object.keys(failures)
    .filter((name) => name.includes(only))
    .slice(0, isShort ? shortKinds : undefined)
  for (const [round, name] of kinds.entries()) {
    test(`keep every promise through ${name}`, (t) => fail(t, name, round))
  }

  test('keep every promise through more failures', { skip: takeovers <= 1 }, async (t) => {
    for (let round = kinds.length; taken < takeovers && !isBroken; round++) {
      const name = kinds[round % kinds.length] as string
      await t.test(`${name}, round ${round}`, (t) => fail(t, name, round))
    }
  })

  test('take over a venue with an empty commit before they record anything', async (t) => {
    let found = 0
    for (const venue of venues) {
      const messages = await cluster.messagesOf(venue)
      const first = messages.filter(
        ({ owner }, nth) => nth > 0 && owner !== messages[nth - 1]?.owner,
      )
      found += first.length
      assert.ok(
        first.every(({ isEmpty }) => isEmpty),
        venue,
      )
      assert.equal(new Set(messages.map(({ commit }) => commit)).size, messages.length)
    }
    assert.ok(found >= Math.min(taken, takeovers))
    t.diagnostic(`${found} takeovers`)
    for (const line of outages.lines()) t.diagnostic(line)
  })
})

const statuses = {
  OrderPlaced: 'PENDING',
  OrderExecuted: 'EXECUTED',
  OrderCancelled: 'CANCELLED',
} as const
