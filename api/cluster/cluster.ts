import { setTimeout } from 'node:timers/promises'
import { Superseded } from '../../engine/index.ts'
import type { Change, Replica } from '../stores/nats-replica.ts'
import type { HostedVenue, HostedVenueOptions } from '../venues/hosted-venue.ts'
import { applySettings, mainVenue, type Venues } from '../venues/venues.ts'
import { describeCluster } from './describe-cluster.ts'
import { createMembership, settleMs } from './membership.ts'
import { createTakeovers, type TakeoverOptions } from './takeovers.ts'
import { createVenueFinder } from './venue-finder.ts'

/** Whether a node records a venue, or follows the node that does. */
export type Role = 'owner' | 'follower'

export interface ClusterOptions extends Omit<TakeoverOptions, 'membership' | 'onTaken'> {
  /** Called when this node takes over a venue, or loses one to another node. */
  readonly onRole: (venue: string, role: Role) => void
}

export type Cluster = ReturnType<typeof createCluster>

/**
 * Joins the nodes that share a store. Each venue has one owner, which records it. All other nodes follow
 * its log, serve reads, and forward commands to it.
 */
export function createCluster({ onRole, ...options }: ClusterOptions) {
  const { store, durable, defaults } = options
  const { node, replicas, connection } = store
  let venues: Venues | undefined

  const ownEnds = createEndReport()
  const membership = createMembership({ connection, node, changedEnds: ownEnds.take })
  const takeovers = createTakeovers({
    ...options,
    membership,
    onTaken: (venue) => onRole(venue, 'owner'),
  })
  const askOthers = createVenueFinder(connection, node, (name) => {
    const local = venues?.find(name)
    return local !== undefined && !local.follower
  })

  /** The options of a venue that another node owns. Undefined until the owner has written its first commit. */
  function followerOf({ venue, events, records }: Replica): HostedVenueOptions | undefined {
    const content = { events: [...events], records: new Map(records) }
    const stored = { log: store.logOf(venue), content }
    const restored = durable.restore(venue, stored, { ...defaults, name: venue })
    return restored && { ...applySettings(restored, defaults), isFollower: true }
  }

  /** Keeps the venues of this node in step with a log. Called in the order of the commits. */
  function onChange(replica: Replica, change: Change): void {
    if (replica.owner === node) {
      ownEnds.note(replica)
      return
    }
    const local = venues?.find(replica.venue)
    if (replica.log === undefined) drop(local)
    else if (!local || !follows(local, replica.log)) follow(replica)
    else if (typeof change === 'object') local.follower?.absorb(change)
  }

  function drop(local: HostedVenue | undefined): void {
    // The main venue goes on until its new log is there.
    if (local?.options.isDurable && local.name !== mainVenue) venues?.drop(local.name)
  }

  function follow(replica: Replica): void {
    const isLost = isOwned(venues?.find(replica.venue))
    const options = followerOf(replica)
    if (options) venues?.replace(options)
    if (isLost) onRole(replica.venue, 'follower')
  }

  const ownerOf = (venue: string) => membership.find(replicas.get(venue)?.owner ?? '')

  /** Opens the main venue: as its owner if it has none, else as a follower. */
  async function tryToOpenMain(): Promise<HostedVenueOptions | undefined> {
    const replica = replicas.get(mainVenue)
    if (replica?.log === undefined || takeovers.isGone(replica.owner)) {
      return takeovers.becomeOwner(mainVenue)
    }
    return followerOf(replica)
  }

  return {
    membership,
    /** Resolves with the options of the main venue, for this node. */
    async openMain(): Promise<HostedVenueOptions> {
      await setTimeout(settleMs)
      for (;;) {
        const opened = await tryToOpenMain().catch((error: Error) => {
          // Another node opens it at the same time.
          if (!(error instanceof Superseded)) throw error
        })
        if (opened) return opened
        await setTimeout(settleMs / 10)
      }
    },
    /** Keeps these venues, the main one among them, in step with the logs from now on. */
    attach(attached: Venues): void {
      venues = attached
      store.follow(onChange)
      for (const replica of replicas.values()) {
        if (replica.owner === node) ownEnds.note(replica)
        else if (replica.log !== undefined) follow(replica)
      }
      membership.onTick(() => takeovers.check(attached))
    },
    /** The role of this node in each durable venue, the main one first. */
    describe: () => describeCluster(node, membership, venues?.list() ?? [], ownerOf),
    /** The node that owns a venue; undefined if none does now. */
    ownerOf,
    /** The other node that has a venue which this one does not know: in its memory, or just opened. */
    async findElsewhere(venue: string) {
      const found = await askOthers(venue, membership.others().length + 1)
      return found === undefined ? undefined : membership.find(found)
    },
  }
}

const isOwned = (local: HostedVenue | undefined): boolean =>
  local?.options.isDurable === true && local.follower === undefined

const follows = ({ follower, venue }: HostedVenue, log: string): boolean =>
  follower !== undefined && venue.logId === log

/** Reports the ends of logs that have changed since the last report. */
function createEndReport() {
  const changed = new Set<Replica>()
  return {
    note: (replica: Replica) => void changed.add(replica),
    take(): Record<string, number> {
      const ends = [...changed].map(({ venue, events }) => [venue, events.length])
      changed.clear()
      return Object.fromEntries(ends)
    },
  }
}
