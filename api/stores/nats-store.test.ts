import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { DiscardPolicy } from '@nats-io/jetstream'
import { Superseded } from '../../engine/index.ts'
import { ordinaryEvents } from '../test/stores/events.ts'
import { createFailingStore } from '../test/stores/failing-store.ts'
import { createNatsPlace } from '../test/stores/places.ts'
import { describeStore } from '../test/stores/store-suite.ts'
import { eventually } from '../test/support/eventually.ts'
import { openHoldingRelay } from '../test/support/holding-relay.ts'
import { whyNoNatsServer } from '../test/support/nats-binary.ts'
import { type NatsServer, startNatsCluster, startNatsServer } from '../test/support/nats-servers.ts'
import { linkToNats, placeOf } from './nats-connection.ts'
import { type NatsStore, openNatsStore } from './nats-store.ts'
import { StoreError } from './store.ts'

const skip = whyNoNatsServer()

const commitOf = (first: number, last = first) => ({
  events: ordinaryEvents(first, last),
  records: new Map<string, unknown>([['last', last]]),
})

describe('A store on NATS', { skip, timeout: 600_000 }, () => {
  let server: NatsServer
  before(async () => {
    server = await startNatsServer({ syncAlways: false })
  })
  after(() => server?.stop())

  describeStore('as every store', createNatsPlace)
  describeStore('whose every third commit fails', async () => {
    const { open, clear } = await createNatsPlace()
    return { open: async () => createFailingStore(await open(), 3), clear }
  })

  describe('that two nodes use', () => {
    test('records only what the node writes that loaded the log last', async (t) => {
      const stores = [await openNatsStore(server.url), await openNatsStore(server.url)] as const
      t.after(() => Promise.all(stores.map((store) => store.close())))
      let end = 0
      let deposed = await stores[1].open('main')
      await deposed.load()
      await deposed.commit(commitOf(++end))
      for (let turn = 0; turn < 6; turn++) {
        const owner = await stores[turn % 2 === 0 ? 0 : 1].open('main')
        assert.equal((await owner.load()).events.length, end)
        await owner.commit(commitOf(end + 1, end + 3))
        end += 3
        await assert.rejects(deposed.commit(commitOf(end - 2)), Superseded)
        await assert.rejects(deposed.commit({ events: [], records: new Map() }), Superseded)
        await assert.rejects(deposed.load(), Superseded)
        await owner.commit(commitOf(end + 1))
        end++
        const { events, records } = await owner.load()
        assert.deepEqual(events, ordinaryEvents(1, end))
        assert.deepEqual(records, new Map([['last', end]]))
        deposed = owner
      }
    })

    test('ends the process if a follower throws, instead of losing the error', async () => {
      const script = `
        const { openNatsStore } = await import('${import.meta.resolve('./nats-store.ts')}')
        const store = await openNatsStore('${server.url}')
        store.follow(() => { throw new Error('a bug') })
        await store.open('thrown')`
      const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      const [output, [code]] = await Promise.all([text(child.stderr), once(child, 'close')])

      assert.equal(code, 1)
      assert.match(output, /Error: a bug/)
    })

    test('reads a commit whose message was lost with a connection', async (t) => {
      const relay = await openHoldingRelay(Number(new URL(server.url).port))
      t.after(() => relay.close())
      const reader = await openNatsStore(`nats://127.0.0.1:${relay.port}`)
      t.after(() => reader.close())
      const writer = await openNatsStore(server.url)
      t.after(() => writer.close())
      const log = await writer.open('missed')
      await log.commit(commitOf(1))
      const isRead = (end: number) =>
        eventually(async () => assert.equal(reader.replicas.get('missed')?.events.length, end))
      await isRead(1)

      // Delivered, as the server sees it.
      relay.hold()
      await log.commit(commitOf(2))
      await setTimeout(100)
      relay.reset()

      await isRead(2)
    })

    test('records a commit once whose acknowledgement is lost', async (t) => {
      const relay = await openHoldingRelay(Number(new URL(server.url).port))
      t.after(() => relay.close())
      const store = await openNatsStore(`nats://127.0.0.1:${relay.port}`)
      t.after(() => store.close())
      const { connection, manager } = await linkToNats(server.url)
      t.after(() => connection.close())
      const log = await store.open('lost')
      await log.commit(commitOf(1))
      const { stream, subject } = placeOf('lost')
      const lastOf = async () =>
        (await manager.streams.getMessage(stream, { last_by_subj: subject }))?.seq
      const before = await lastOf()

      const left = relay.holdAt(`HPUB ${subject} `, { passes: true })
      const committing = log.commit(commitOf(2))
      await left
      await eventually(async () => assert.notEqual(await lastOf(), before))
      relay.reset()
      await committing
      await log.commit(commitOf(3))

      assert.deepEqual((await log.load()).events, ordinaryEvents(1, 3))
    })
  })

  test('refuses a stream that could lose events, and says why', async (t) => {
    const { connection, manager } = await linkToNats(server.url)
    t.after(async () => {
      await manager.streams.delete('papertape-1')
      await connection.close()
    })
    const { config } = await manager.streams.info('papertape-1')
    await manager.streams.delete('papertape-1')
    await manager.streams.add({ ...config, discard: DiscardPolicy.Old })

    await assert.rejects(openNatsStore(server.url), {
      name: StoreError.name,
      message: /papertape-1 could lose events: discard is "old" instead of "new"/,
    })
  })

  test('refuses a server without JetStream, and says why', async (t) => {
    const plain = await startNatsServer({ jetStream: false })
    t.after(() => plain.stop())

    await assert.rejects(openNatsStore(plain.url), {
      name: StoreError.name,
      message: /has no JetStream/,
    })
  })
})

test('A store on NATS goes on reading when the server that delivers to it freezes', {
  skip,
  timeout: 120_000,
}, async (t) => {
  const cluster = await startNatsCluster(3, { syncAlways: false })
  t.after(() => cluster.stop())
  const reader = await openNatsStore(cluster.urls)
  const writer = await openNatsStore(cluster.urls)
  const { connection, manager } = await linkToNats(cluster.urls)
  t.after(() => Promise.all([reader.close(), writer.close(), connection.close()]))
  const log = await writer.open('main')
  await log.commit(commitOf(1))
  const endOf = (store: NatsStore) => store.replicas.get('main')?.events.length
  await eventually(async () => assert.equal(endOf(reader), 1))
  const consumers = await manager.consumers.list(placeOf('main').stream).next()
  const leaders = consumers.map(({ cluster }) => cluster?.leader)

  const frozen = cluster.servers.find(({ name }) => leaders.includes(name))
  frozen?.freeze()
  await eventually(() => log.commit(commitOf(2)), 60_000)

  await eventually(async () => assert.deepEqual([endOf(writer), endOf(reader)], [2, 2]), 20_000)
  assert.equal(frozen?.state, 'frozen')
  frozen.thaw()
})

/** A server that greets its clients and answers pings, and does nothing else. */
async function startOldServer(t: TestContext, version: string): Promise<string> {
  const server = createServer((socket) => {
    const info = { server_id: 'OLD', version, headers: true, max_payload: 1_048_576 }
    socket.write(`INFO ${JSON.stringify(info)}\r\n`)
    socket.on('data', (bytes) => bytes.includes('PING') && socket.write('PONG\r\n'))
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  // `as`: a server that listens to a port has such an address.
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

for (const version of ['2.9.10', '2.10.26', '1.4.1']) {
  test(`A store on NATS refuses a server of version ${version}`, async (t) => {
    const old = await startOldServer(t, version)

    await assert.rejects(openNatsStore(`nats://${old}`), {
      name: StoreError.name,
      message: new RegExp(`${old} is version ${version.replaceAll('.', '\\.')}, which`),
    })
  })
}

test('A store on NATS refuses its servers if one is too old', { skip }, async (t) => {
  const server = await startNatsServer()
  t.after(() => server.stop())
  const old = await startOldServer(t, '2.10.3')

  await assert.rejects(openNatsStore(`${server.url},${old}`), {
    name: StoreError.name,
    message: new RegExp(`${old} is version 2\\.10\\.3, which`),
  })
})
