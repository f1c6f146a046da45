import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { eventually } from './eventually.ts'
import { lastingPort } from './free-port.ts'
import { whyNoNatsServer } from './nats-binary.ts'
import { createNatsServer } from './nats-process.ts'
import { type NatsCluster, startNatsCluster, startNatsServer } from './nats-servers.ts'

const connection = { maxReconnectAttempts: -1, reconnectTimeWait: 100, timeout: 1000 }
const manager = { checkAPI: false, timeout: 1000 }

/** A client that writes numbers to the subject `log.a`, each after the one before it. */
async function openWriter(urls: string) {
  const client = await connect({ servers: urls.split(','), ...connection })
  const stream = jetstream(client, manager)
  const { streams } = await jetstreamManager(client, manager)

  const last = async () => {
    const message = await streams.getMessage('LOG', { last_by_subj: 'log.a' })
    return { sequence: message?.seq ?? 0, number: message?.json<number>() ?? 0 }
  }
  return {
    client,
    streams,
    last,
    async write(number: number): Promise<void> {
      const { sequence, number: before } = await last()
      // An earlier attempt may have succeeded without a reply.
      if (before === number) return
      const expect = { lastSubjectSequence: sequence }
      await stream.publish('log.a', JSON.stringify(number), { expect, timeout: 1000, retries: 1 })
    },
    async all(): Promise<number[]> {
      const { state } = await streams.info('LOG')
      const numbers = []
      for (let seq = 1; seq <= state.last_seq; seq++) {
        numbers.push((await streams.getMessage('LOG', { seq }))?.json<number>() ?? 0)
      }
      return numbers
    },
  }
}

const oneTo = (end: number) => Array.from({ length: end }, (_, index) => index + 1)
const LOG = { name: 'LOG', subjects: ['log.*'] }

describe('Three NATS servers', { skip: whyNoNatsServer(), timeout: 60_000 }, () => {
  let cluster: NatsCluster
  let writer: Awaited<ReturnType<typeof openWriter>>
  let written = 0
  before(async () => {
    cluster = await startNatsCluster(3, { isPartitionable: true })
    writer = await openWriter(cluster.urls)
    await writer.streams.add({ ...LOG, num_replicas: 3 })
  })
  after(async () => {
    await writer?.client.close()
    await cluster?.stop()
  })

  async function write(count: number): Promise<void> {
    for (const end = written + count; written < end; written++) {
      await eventually(() => writer.write(written + 1))
    }
  }

  async function replicasAreCurrent(): Promise<void> {
    const { cluster } = await writer.streams.info('LOG')
    const replicas = cluster?.replicas?.map(({ current, lag = 0 }) => current && lag === 0)
    assert.deepEqual(replicas, [true, true])
  }

  test('record every number once while their leader is killed, and it returns', async () => {
    await write(20)
    const leader = await cluster.leaderOf('LOG')
    await leader.kill()
    assert.equal(leader.state, 'ended')
    await write(20)
    assert.notEqual(await cluster.leaderOf('LOG'), leader)
    await leader.start()

    await eventually(replicasAreCurrent)
    assert.deepEqual(await writer.all(), oneTo(40))
  })

  test('record without one that is frozen, which answers again once it thaws', async () => {
    const [follower] = cluster.others(await cluster.leaderOf('LOG'))
    const own = await openWriter(follower.url)
    follower.freeze()
    await assert.rejects(own.last(), /timeout/i)
    await write(5)
    follower.thaw()
    await eventually(async () => assert.equal((await own.last()).number, written))
    await own.client.close()
  })

  test('record without one that is isolated, which refuses until the cluster heals', async () => {
    const [follower] = cluster.others(await cluster.leaderOf('LOG'))
    const own = await openWriter(follower.url)
    cluster.isolate(follower)
    await assert.rejects(own.write(written + 1))
    await write(5)
    cluster.heal()
    await eventually(() => own.write(written + 1))
    written++
    await own.client.close()

    assert.deepEqual(await writer.all(), oneTo(written))
  })
})

describe('A NATS server', { skip: whyNoNatsServer(), timeout: 30_000 }, () => {
  test('keeps its data over a kill', async (t) => {
    const server = await startNatsServer()
    t.after(() => server.stop())
    const writer = await openWriter(server.url)
    t.after(() => writer.client.close())
    await writer.streams.add(LOG)
    await writer.write(1)
    const { pid } = server
    await server.kill()
    await server.start()

    assert.notEqual(server.pid, pid)
    await eventually(async () => assert.deepEqual(await writer.all(), [1]))
  })

  test('may have no JetStream', async (t) => {
    const server = await startNatsServer({ jetStream: false })
    t.after(() => server.stop())
    const client = await connect({ servers: server.url, ...connection })
    t.after(() => client.close())

    await assert.rejects(jetstreamManager(client), /jetstream/i)
  })

  test('that cannot start says why', async (t) => {
    const server = createNatsServer('alone', await lastingPort(), {})
    t.after(() => server.stop())
    await server.start()
    const other = createNatsServer('other', Number(new URL(server.url).port), {})
    t.after(() => other.stop())

    await assert.rejects(other.start(), /has not started on port \d+:[\s\S]*address already in use/)
  })
})
