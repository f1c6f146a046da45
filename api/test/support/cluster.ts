/** Platforms that share NATS servers, each connected through relays of its own. */
import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import {
  JetStreamApiError,
  type JetStreamManager,
  jetstream,
  jetstreamManager,
} from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { placeOf, streams } from '../../stores/nats-connection.ts'
import { envelopeOf, headerNames } from '../../stores/nats-message.ts'
import { eventually } from './eventually.ts'
import { openHoldingRelay } from './holding-relay.ts'
import type { Urls } from './keyed-traders.ts'
import { createKilledPlatform } from './killed-platform.ts'
import { startNatsCluster } from './nats-servers.ts'

export type Member = Awaited<ReturnType<typeof startMember>>
export type TestCluster = Awaited<ReturnType<typeof startCluster>>

/** A platform. What it sends to the servers can be held back. */
async function startMember(urls: string) {
  const ports = urls.split(',').map((url) => Number(new URL(url).port))
  const relays = await Promise.all(ports.map(openHoldingRelay))
  const platform = await createKilledPlatform({
    STORE: `nats://${relays.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    LATENCY_MS: '0',
    EXECUTION_DELAY_MS: '20-150',
  })
  return Object.assign(platform, {
    /** Cuts it off from the servers. */
    hold: () => relays.forEach((relay) => void relay.hold()),
    release: () => relays.forEach((relay) => void relay.release()),
    /** Cuts it off at its next commit to a venue, which `passes` or not. Resolves then, with its id. */
    async holdAtCommit(venue: string, passes: boolean): Promise<string> {
      const text = `HPUB ${placeOf(venue).subject} `
      const sent = await Promise.race(relays.map((relay) => relay.holdAt(text, { passes })))
      for (const relay of relays) relay.hold()
      const [, commit] = new RegExp(`${headerNames.commit}: (\\S+)`).exec(sent) ?? []
      assert.ok(commit)
      return commit
    },
    /** Breaks its connections to the servers, and what was held back is lost. */
    reset: () => relays.forEach((relay) => void relay.reset()),
    async stop() {
      platform.thaw()
      await platform.kill()
      for (const relay of relays) relay.close()
    },
  })
}

/** Starts three servers and three platforms. */
export async function startCluster() {
  const nats = await startNatsCluster(3, { isPartitionable: true, maxStoreBytes: 2 ** 26 })
  const members: Member[] = []
  const connection = await connect({
    servers: nats.urls.split(','),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 100,
    pingInterval: 1000,
    maxPingOut: 2,
  })
  async function stop(): Promise<void> {
    await Promise.all(members.map((member) => member.stop()))
    await connection.close()
    await nats.stop()
  }
  try {
    for (let nth = 0; nth < 3; nth++) members.push(await startMember(nats.urls))
  } catch (error) {
    await stop()
    throw error
  }

  /** The URL of each node. */
  const urlsByNode = new Map<string, string>()
  connection.subscribe('papertape.nodes', {
    callback(_, message) {
      const { node, url } = message.json<{ node: string; url?: string }>()
      if (url) urlsByNode.set(node, url)
    },
  })

  const ask = createQuestions(connection)

  /** The platform that wrote last to a venue. */
  const ownerOf = (venue: string): Promise<Member> =>
    eventually(async () => {
      const { stream, subject } = placeOf(venue)
      const last = await ask(({ streams }) => streams.getMessage(stream, { last_by_subj: subject }))
      const url = urlsByNode.get(last?.header.get(headerNames.owner) ?? '')
      const owner = members.find((member) => member.url === url)
      assert.ok(owner, `Nobody owns ${venue}`)
      return owner
    })

  return {
    nats,
    members,
    urls: members.map(({ url }) => url) as unknown as Urls,
    ask,
    ownerOf,
    /** Each commit in the log of a venue. */
    messagesOf: (venue: string) => messagesOf(connection, venue),
    /** Waits until no server lags behind the others. */
    async isCurrent(): Promise<void> {
      await eventually(async () => {
        for (const stream of streams) {
          const { cluster } = await ask(({ streams }) => streams.info(stream))
          const replicas = cluster?.replicas ?? []
          assert.ok(
            replicas.length === 2 && replicas.every(({ current, lag = 0 }) => current && lag < 10),
          )
        }
      })
    },
    /** Opens a durable venue through any platform, and waits until all know it. */
    async open(venue: string, { controlUrl }: Member, options: object): Promise<void> {
      const reply = await fetch(`${controlUrl}/venues`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: venue, durable: true, ...options }),
      })
      assert.equal(reply.status, 201, await reply.text())
      for (const { url } of members) {
        while (!(await fetch(`${url}/orders`, { headers: { venue } })).ok) await setTimeout(10)
      }
    },
    /** Fills the room that JetStream has. */
    fill: () => ask((manager) => fill(connection, manager)),
    makeRoom: () => ask(({ streams }) => streams.delete('filler').catch(unlessMissing)),
    stop,
  }
}

/** Asks JetStream, which answers nothing during an election. */
const createQuestions =
  (connection: NatsConnection) =>
  <T>(question: (manager: JetStreamManager) => Promise<T>): Promise<T> =>
    eventually(async () =>
      question(await jetstreamManager(connection, { checkAPI: false, timeout: 1000 })),
    )

async function messagesOf(connection: NatsConnection, venue: string) {
  const { stream, subject } = placeOf(venue)
  const found: { owner: string; commit: string; isEmpty: boolean }[] = []
  const { consumers } = jetstream(connection)
  const consumer = await consumers.get(stream, { filter_subjects: subject })
  let { num_pending: pending } = await consumer.info()
  while (pending > 0) {
    const messages = await consumer.fetch({ max_messages: Math.min(pending, 500) })
    for await (const message of messages) {
      pending = message.info.pending
      const envelope = envelopeOf(message.headers)
      if (envelope?.kind !== 'commit') continue
      const { events, records } = message.json<{ events: unknown[]; records: unknown[] }>()
      found.push({ ...envelope, isEmpty: events.length + records.length === 0 })
    }
  }
  return found
}

/** Publishes until the servers refuse it. */
async function fill(connection: NatsConnection, { streams }: JetStreamManager): Promise<void> {
  await streams.add({ name: 'filler', subjects: ['filler'], num_replicas: 3 })
  const client = jetstream(connection)
  const bytes = new Uint8Array(2 ** 19)
  for (;;) {
    try {
      await client.publish('filler', bytes, { timeout: 5000 })
    } catch (error) {
      if (error instanceof JetStreamApiError) return
    }
  }
}

function unlessMissing(error: Error): void {
  // An earlier try may have removed it without an answer.
  if (error.message !== 'stream not found') throw error
}
