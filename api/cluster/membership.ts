import { type NatsConnection, RequestError } from '@nats-io/transport-node'

/** A platform process, as the others know it. */
export interface Node {
  readonly node: string
  /** Where others forward requests to. Undefined before it listens. */
  readonly url?: string | undefined
  /** Undefined without a control API. */
  readonly controlUrl?: string | undefined
}

/** A heartbeat. */
interface Beat extends Node {
  /** The last positions of the venues that it records, of those that changed since the last heartbeat. */
  readonly ends: Readonly<Record<string, number>>
  /** Whether it stops. */
  readonly isLeaving?: boolean
}

interface Other {
  readonly beat: Beat
  seenAt: number
  readonly gone: AbortController
}

const beatMs = 500
/** After this time, a new node knows the others. */
export const settleMs = 2 * beatMs

/** A node that is silent for longer is gone: it may be frozen, or cut off. */
const silenceMs = 2000

const beatSubject = 'papertape.nodes'
const pingSubject = (node: string) => `papertape.node.${node}`

export interface MembershipOptions {
  readonly connection: NatsConnection
  readonly node: string
  /** The positions to report, called for each heartbeat. */
  readonly changedEnds: () => Record<string, number>
}

export type Membership = ReturnType<typeof createMembership>

/**
 * Knows which nodes are there, from the heartbeats that they publish. A wrong belief costs time, but never
 * an order: only the fence of the log decides who writes.
 */
export function createMembership({ connection, node, changedEnds }: MembershipOptions) {
  const others = new Map<string, Other>()
  const ends = new Map<string, number>()
  let onTick = () => {}
  let own: Pick<Node, 'url' | 'controlUrl'> = {}
  let tickedAt = performance.now()
  const isConnected = watchConnection(connection)

  const beat = (extra: Partial<Beat> = {}) => {
    if (connection.isClosed()) return
    const message: Beat = { node, ...own, ends: changedEnds(), ...extra }
    connection.publish(beatSubject, JSON.stringify(message))
  }

  const beats = connection.subscribe(beatSubject, {
    callback(error, message) {
      if (error) return
      const received: Beat = message.json()
      if (received.node === node) return
      if (received.isLeaving) remove(received.node)
      else note(received)
    },
  })
  answerPings(connection, node)

  function note(received: Beat): void {
    const known = others.get(received.node)
    for (const [venue, end] of Object.entries(received.ends)) ends.set(venue, end)
    const gone = known?.gone ?? new AbortController()
    others.set(received.node, { beat: received, seenAt: performance.now(), gone })
    // So that a new node knows this one at once.
    if (!known) beat()
  }

  function remove(name: string): void {
    others.get(name)?.gone.abort()
    if (others.delete(name)) onTick()
  }

  /** Asks a node that is silent. If no server knows its subject, it has no connection and is gone. */
  async function ping(name: string): Promise<void> {
    await connection.request(pingSubject(name), '', { timeout: beatMs }).catch((error) => {
      if (error instanceof RequestError && error.isNoResponders()) remove(name)
    })
  }

  function tick(): void {
    const now = performance.now()
    const elapsedMs = now - tickedAt
    tickedAt = now
    // While this process is frozen or has no connection, it receives no heartbeats, so silence does not count.
    const deafMs = isConnected() ? Math.max(0, elapsedMs - 2 * beatMs) : elapsedMs
    for (const [name, other] of others) {
      other.seenAt += deafMs
      const silentMs = now - other.seenAt
      if (silentMs > silenceMs) remove(name)
      else if (silentMs > 1.5 * beatMs) void ping(name)
    }
    beat()
    onTick()
  }

  beat()
  const timer = setInterval(tick, beatMs)

  return {
    /** All nodes but this one. */
    others: (): Node[] => [...others.values()].map(({ beat }) => beat),
    /** The last position of a venue that another node has reported; 0 if none has. */
    endOf: (venue: string): number => ends.get(venue) ?? 0,
    find: (name: string): Node | undefined => others.get(name)?.beat,
    /** Aborted once a node is found to be gone. */
    whenGone: (name: string): AbortSignal | undefined => others.get(name)?.gone.signal,
    /** Looks at once whether a node that failed to answer is gone. */
    suspect: ping,
    /** Calls `act` regularly, and when a node is found to be gone. */
    onTick(act: () => void): void {
      onTick = act
    },
    /** Announces where this node serves requests. */
    announce(addresses: Pick<Node, 'url' | 'controlUrl'>): void {
      own = addresses
      beat()
    },
    /** Tells the others that this node stops. */
    async leave(): Promise<void> {
      clearInterval(timer)
      // A node that joins from now on does not learn of this one.
      beats.unsubscribe()
      beat({ isLeaving: true })
      await connection.flush().catch(() => {})
    },
  }
}

function answerPings(connection: NatsConnection, node: string): void {
  connection.subscribe(pingSubject(node), {
    callback(error, message) {
      if (!error) message.respond()
    },
  })
}

/** Returns whether there is a connection to a server now. */
function watchConnection(connection: NatsConnection): () => boolean {
  let isConnected = true
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') isConnected = false
      if (type === 'reconnect') isConnected = true
    }
  })()
  return () => isConnected
}
