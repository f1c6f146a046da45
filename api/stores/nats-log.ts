import { type Commit, type LogContent, type StoredLog, Superseded } from '../../engine/index.ts'
import { checkPositions } from './check-positions.ts'
import { type NatsLink, placeOf } from './nats-connection.ts'
import { bodyOf, type Envelope, partsOf } from './nats-message.ts'
import { createId, publishFenced } from './nats-publish.ts'
import type { Replica } from './nats-replica.ts'
import type { Replicas } from './nats-replicas.ts'
import { StoreError } from './store.ts'

export interface NatsLogOptions {
  readonly link: NatsLink
  readonly replicas: Replicas
  /** The own commits on their way. */
  readonly ownCommits: Map<string, Commit>
  /** The name of this node. */
  readonly node: string
}

/**
 * Creates the log of a venue over its subject. A commit succeeds only if no other message came since the
 * last commit or load of this log. So a node that loads a log and commits takes it over: from then on, the
 * commits of all others fail.
 */
export function createNatsLog(
  { link, replicas, ownCommits, node }: NatsLogOptions,
  { venue, log, sequence, events }: Replica,
): StoredLog {
  const place = placeOf(venue)
  // `Replica.log` is undefined only for a venue without a log.
  const id = log as string
  /** The sequence that the next commit expects to be the last one of the subject. */
  let expected = sequence
  /** The log is known to have a message with this sequence, or a later one. */
  let known = sequence
  let end = events.length
  /** Whether a commit was accepted: another owner's message then means that it took the venue over. */
  let isOwner = false

  /**
   * The replica, once it has read up to the end that a server names. If none answers, up to the end known
   * here, so that the venue can serve reads. If there is more, the next commit fails.
   */
  async function replicaNow(): Promise<Replica> {
    const last = await link.manager.streams
      .getMessage(place.stream, { last_by_subj: place.subject })
      .catch(() => undefined)
    await replicas.reached(venue, Math.max(known, last?.seq ?? 0))
    const replica = replicas.all.get(venue)
    if (replica?.log !== id) throw new StoreError(`The log of venue ${venue} was removed.`)
    if (replica.damage) {
      const { message } = replica.damage
      throw new StoreError(`The log of venue ${venue} cannot be read: ${message}`)
    }
    return replica
  }

  async function publish(kind: Envelope['kind'], commit: string, body: Uint8Array): Promise<void> {
    const parts = partsOf(body, link.maxBodyBytes)
    for (const [nth, part] of parts.entries()) {
      const envelope = { kind, commit, part: `${nth + 1}/${parts.length}`, owner: node, log: id }
      expected = await publishFenced(link, { ...place, expected, envelope, body: part })
      known = expected
    }
  }

  return {
    id,
    isShared: true,
    async load(): Promise<LogContent> {
      const replica = await replicaNow()
      if (isOwner && replica.owner !== node) throw new Superseded()
      expected = replica.sequence
      end = replica.events.length
      return { events: [...replica.events], records: new Map(replica.records) }
    },
    async commit(commit) {
      checkPositions(commit.events, end)
      const name = createId()
      ownCommits.set(name, commit)
      try {
        await publish('commit', name, bodyOf(commit))
      } catch (error) {
        ownCommits.delete(name)
        if (error instanceof Superseded) known = expected + 1
        throw error
      }
      isOwner = true
      end += commit.events.length
    },
  }
}
