import type { NatsConnection } from '@nats-io/transport-node'
import { type Commit, createLogId, type StoredLog, Superseded } from '../../engine/index.ts'
import { linkToNats, placeOf } from './nats-connection.ts'
import { createNatsLog } from './nats-log.ts'
import type { Envelope } from './nats-message.ts'
import { createId, publishFenced } from './nats-publish.ts'
import type { Replica } from './nats-replica.ts'
import { type OnChange, openReplicas } from './nats-replicas.ts'
import { type Store, StoreError } from './store.ts'

interface NatsStoreOptions {
  /** Receives how many of the messages have been read. */
  readonly onProgress?: (loaded: number, total: number) => void
}

/** A store that several nodes use at a time. Each venue has one writer. */
export type NatsStore = Store & {
  readonly connection: NatsConnection
  /** The name of this node. */
  readonly node: string
  /** What this node has read of each log, and its owner. */
  readonly replicas: ReadonlyMap<string, Replica>
  /** The log of a venue that has one, for reading, and for writing once a commit has succeeded. */
  logOf(venue: string): StoredLog
  /** Calls `listener` after each change of a replica. Returns a cancel function. */
  follow(listener: OnChange): () => void
}

/**
 * Opens the store on NATS JetStream, and reads all logs. Rejects with a StoreError if the servers cannot
 * be used.
 */
export async function openNatsStore(
  url: string,
  { onProgress = () => {} }: NatsStoreOptions = {},
): Promise<NatsStore> {
  const link = await linkToNats(url)
  const node = createId()
  const ownCommits = new Map<string, Commit>()
  const replicas = await openReplicas(link, { onProgress, ownCommits }).catch((cause: Error) => {
    throw new StoreError(`The logs on ${link.description} cannot be read: ${cause.message}`, {
      cause,
    })
  })

  /** Creates or removes the log of a venue. Returns false if another node was faster. */
  async function mark(venue: string, kind: Envelope['kind'], log: string): Promise<boolean> {
    const expected = replicas.all.get(venue)?.sequence ?? 0
    const envelope = { kind, commit: createId(), part: '1/1', owner: node, log }
    try {
      const message = { ...placeOf(venue), expected, envelope, body: new Uint8Array() }
      await replicas.reached(venue, await publishFenced(link, message))
      return true
    } catch (error) {
      if (!(error instanceof Superseded)) throw error
      await replicas.reached(venue, expected + 1)
      return false
    }
  }

  const idOf = (venue: string) => replicas.all.get(venue)?.log

  function logOf(venue: string): StoredLog {
    const replica = replicas.all.get(venue)
    if (!replica) throw new StoreError(`Venue ${venue} has no log.`)
    return createNatsLog({ link, replicas, ownCommits, node }, replica)
  }

  return {
    description: `${link.description} (NATS JetStream)`,
    connection: link.connection,
    node,
    replicas: replicas.all,
    logOf,
    follow: replicas.follow,
    async venues() {
      return [...replicas.all.values()]
        .filter(({ log }) => log !== undefined)
        .toSorted((a, b) => Number(a.createdAt - b.createdAt))
        .map(({ venue }) => venue)
    },
    async open(venue) {
      while (idOf(venue) === undefined) await mark(venue, 'start', createLogId())
      return logOf(venue)
    },
    async remove(venue) {
      for (let log = idOf(venue); log !== undefined; log = idOf(venue)) {
        await mark(venue, 'end', log)
      }
    },
    async close() {
      replicas.stop()
      await link.connection.close()
    },
  }
}
