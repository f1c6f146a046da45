import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastingPort } from '../test/support/free-port.ts'
import { whyNoNatsServer } from '../test/support/nats-binary.ts'
import { createNatsServer } from '../test/support/nats-process.ts'
import { startNatsCluster } from '../test/support/nats-servers.ts'
import { linkToNats } from './nats-connection.ts'
import { StoreError } from './store.ts'

const options = { skip: whyNoNatsServer(), timeout: 60_000 }

test('waits for a server that starts later', options, async (t) => {
  const server = createNatsServer('late', await lastingPort())
  t.after(() => server.stop())

  const linking = linkToNats(server.url)
  // The first attempts find nobody at its port.
  await assert.rejects(fetch(server.url.replace('nats:', 'http:')))
  await server.start()

  const { connection } = await linking
  assert.equal(connection.getServer(), server.url.replace('nats://', ''))
  await connection.close()
})

test('creates the streams once if three nodes start with the servers', options, async (t) => {
  const cluster = await startNatsCluster(3)
  t.after(() => cluster.stop())

  const links = await Promise.all(
    cluster.servers.map(async () => {
      const link = await linkToNats(cluster.urls)
      t.after(() => link.connection.close())
      return link
    }),
  )

  const names = await links[0]?.manager.streams.names().next()
  assert.deepEqual(names?.toSorted(), ['papertape-1', 'papertape-2', 'papertape-3', 'papertape-4'])
})

test('refuses a stream with too few replicas, and says so', options, async (t) => {
  const cluster = await startNatsCluster(3)
  t.after(() => cluster.stop())
  const { connection, manager } = await linkToNats(cluster.urls)
  t.after(() => connection.close())
  await manager.streams.update('papertape-3', { num_replicas: 1 })

  await assert.rejects(linkToNats(cluster.urls), {
    name: StoreError.name,
    message: /papertape-3 could lose events: num_replicas is 1 instead of 3/,
  })
})
