import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { eventually } from './eventually.ts'
import { lastingPort } from './free-port.ts'
import { createNatsServer, type NatsServer, type NatsServerOptions } from './nats-process.ts'
import { openTcpProxy, type TcpProxy } from './tcp-proxy.ts'

export type { NatsServer, NatsServerOptions }

type Three<T> = readonly [T, T, T]

export type NatsCluster = {
  readonly servers: Three<NatsServer>
  /** The URLs of all servers, for the setting `STORE`. */
  readonly urls: string
  /** The other two servers. */
  others(server: NatsServer): readonly [NatsServer, NatsServer]
  /** The server that leads a stream. Waits while none can be reached that does. */
  leaderOf(stream: string): Promise<NatsServer>
  /** Cuts a server off from the others, not from its clients. */
  isolate(server: NatsServer): void
  /** Ends all isolation. The servers connect again within some two seconds. */
  heal(): void
  /** Kills all servers and deletes their data. */
  stop(): Promise<void>
}

export type NatsClusterOptions = Omit<NatsServerOptions, 'jetStream'> & {
  /** Whether servers can be isolated: their connections then lead through this process. */
  readonly isPartitionable?: boolean
}

/** Starts one server on a free port. Resolves once it accepts clients. */
export async function startNatsServer(options?: NatsServerOptions): Promise<NatsServer> {
  const server = createNatsServer('alone', await lastingPort(), options)
  await orStop(server, () => server.start())
  return server
}

/** Starts servers that share streams. Resolves once they accept a stream with a replica on each. */
export async function startNatsCluster(
  _size: 3,
  { isPartitionable = false, ...options }: NatsClusterOptions = {},
): Promise<NatsCluster> {
  const routePorts = await Promise.all([lastingPort(), lastingPort(), lastingPort()])
  const links = isPartitionable ? await openLinks(routePorts) : []
  const isolated = new Set<NatsServer>()

  async function open(own: 0 | 1 | 2): Promise<NatsServer> {
    const routes = routePorts.flatMap((port, to) => {
      const link = links.find((link) => link.from === own && link.to === to)
      return to === own ? [] : `nats-route://127.0.0.1:${link?.proxy.port ?? port}`
    })
    return createNatsServer(`server-${own}`, await lastingPort(), options, {
      name: 'papertape',
      listen: `127.0.0.1:${routePorts[own]}`,
      // Servers send this address to each other. Nothing listens there, so they only use the routes.
      advertise: '127.0.0.1:1',
      // Clients only know the servers that they were given.
      no_advertise: true,
      pool_size: -1,
      routes,
    })
  }

  const servers = await Promise.all([open(0), open(1), open(2)])

  function others(server: NatsServer): readonly [NatsServer, NatsServer] {
    const [a, b, c] = servers
    if (server === a) return [b, c]
    return server === b ? [a, c] : [a, b]
  }

  const linksOf = (server: NatsServer) => {
    const index = servers.indexOf(server)
    return links.filter(({ from, to }) => from === index || to === index)
  }

  const cluster: NatsCluster = {
    servers,
    urls: servers.map(({ url }) => url).join(),
    others,
    leaderOf: (stream) =>
      eventually(async () => {
        const able = servers.filter((server) => server.state === 'running' && !isolated.has(server))
        const name = await leaderOf(stream, able)
        const leader = able.find((server) => server.name === name)
        if (!leader) throw new Error(`None of the servers in the majority leads ${stream}.`)
        return leader
      }),
    isolate(server) {
      if (!isPartitionable) throw new Error('Start the cluster with isPartitionable.')
      isolated.add(server)
      for (const { proxy } of linksOf(server)) proxy.refuse()
    },
    heal() {
      isolated.clear()
      for (const { proxy } of links) proxy.accept()
    },
    async stop() {
      await Promise.all(servers.map((server) => server.stop()))
      for (const { proxy } of links) proxy.close()
    },
  }
  await orStop(cluster, async () => {
    await Promise.all(servers.map((server) => server.start()))
    await eventually(() => tryReplicas(servers), 60_000)
  })
  return cluster
}

type Link = { readonly from: number; readonly to: number; readonly proxy: TcpProxy }

/** A relay for each direction between two servers. */
function openLinks(routePorts: Three<number>): Promise<Link[]> {
  const pairs = routePorts.flatMap((_, from) =>
    routePorts.map((port, to) => ({ from, to, port })).filter(({ to }) => to !== from),
  )
  return Promise.all(
    pairs.map(async ({ from, to, port }) => ({ from, to, proxy: await openTcpProxy(port) })),
  )
}

/** The name of the server that leads a stream. */
const leaderOf = (stream: string, servers: readonly NatsServer[]) =>
  withManager(servers, async ({ streams }) => (await streams.info(stream)).cluster?.leader)

/** Fails until JetStream has a leader that knows every server. */
const tryReplicas = (servers: readonly NatsServer[]) =>
  withManager(servers, async ({ streams }) => {
    // JetStream's leader knows a server only after an entry that it acknowledged. The first stream makes one.
    for (const num_replicas of [1, servers.length]) {
      // One that failed may have left it.
      await streams.delete('trial').catch(() => {})
      await streams.add({ name: 'trial', subjects: ['trial'], num_replicas })
      await streams.delete('trial')
    }
  })

/** Asks any of the servers. */
async function withManager<T>(
  servers: readonly NatsServer[],
  ask: (manager: JetStreamManager) => Promise<T>,
): Promise<T> {
  const urls = servers.map(({ url }) => url)
  const connection = await connect({ servers: urls, reconnect: false, timeout: 1000 })
  try {
    return await ask(await jetstreamManager(connection, { checkAPI: false, timeout: 1000 }))
  } finally {
    await connection.close()
  }
}

async function orStop(started: { stop(): Promise<void> }, start: () => Promise<void>) {
  try {
    await start()
  } catch (failure) {
    await started.stop()
    throw failure
  }
}
