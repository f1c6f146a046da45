import { type Commit, Superseded } from '../../engine/index.ts'
import type { Replica } from '../stores/nats-replica.ts'
import type { NatsStore } from '../stores/nats-store.ts'
import type { DurableVenues } from '../venues/durable-venues.ts'
import type { HostedVenueOptions } from '../venues/hosted-venue.ts'
import { applySettings, mainVenue, type Venues } from '../venues/venues.ts'
import type { Membership } from './membership.ts'

/** The commit with which a node takes over a venue. */
const nothing: Commit = { events: [], records: new Map() }

/** At most this many venues are taken over at a time. */
const maxAtOnce = 16

export interface TakeoverOptions {
  readonly store: NatsStore
  readonly durable: DurableVenues
  /** The options of the main venue, from which those of other venues derive. */
  readonly defaults: HostedVenueOptions
  readonly membership: Pick<Membership, 'find' | 'others'>
  /** Called when this node has taken over a venue. */
  readonly onTaken: (venue: string) => void
  /** Called when a takeover fails. The next heartbeat tries again. */
  readonly onProblem: (venue: string, error: Error) => void
}

/**
 * Takes over the venues of nodes that are gone. The names of venue and nodes decide which node does; if
 * two nodes disagree, the fence of the log admits one of them.
 */
export function createTakeovers(options: TakeoverOptions) {
  const { store, durable, defaults, membership, onTaken, onProblem } = options
  const { node, replicas } = store
  const taking = new Set<string>()

  const isGone = (owner: string) => owner !== node && membership.find(owner) === undefined

  function isHeir(venue: string): boolean {
    const own = rankOf(venue, node)
    return membership.others().every((other) => rankOf(venue, other.node) < own)
  }

  /** Whether this node has to take over a venue. */
  function isOrphan({ venue, log, owner }: Replica, venues: Venues): boolean {
    // Without a log, a reset of the main venue was interrupted. Any other venue was closed.
    if ((log === undefined && venue !== mainVenue) || taking.has(venue)) return false
    return owner === node ? isLeft(venue, venues) : isGone(owner) && isHeir(venue)
  }

  function check(venues: Venues): void {
    const orphans = [...replicas.values()].filter((replica) => isOrphan(replica, venues))
    takeNext(orphans.values(), venues)
  }

  /** Takes over what others have not taken meanwhile. */
  function takeNext(orphans: Iterator<Replica>, venues: Venues): void {
    while (taking.size < maxAtOnce) {
      const { value: replica } = orphans.next()
      if (!replica) return
      if (!isOrphan(replica, venues)) continue
      const { venue } = replica
      taking.add(venue)
      void take(venue, venues)
        .then(() => takeNext(orphans, venues))
        .catch((error: Error) => {
          // Another node was faster.
          if (!(error instanceof Superseded)) onProblem(venue, error)
        })
    }
  }

  async function take(venue: string, venues: Venues): Promise<void> {
    try {
      const taken = await becomeOwner(venue)
      // Another node may have taken it over again, and this one follows that already.
      const owner = replicas.get(venue)?.owner ?? node
      if (owner !== node && !isGone(owner)) return
      if (!taken) return await durable.remove(venue)
      venues.replace(taken)
      onTaken(venue)
    } finally {
      taking.delete(venue)
    }
  }

  /**
   * Becomes the owner of a venue. Resolves with its options. Undefined if the log is empty, because its
   * first owner died before the first commit. Rejects with Superseded if another node was faster.
   */
  async function becomeOwner(venue: string): Promise<HostedVenueOptions | undefined> {
    if (replicas.get(venue)?.log === undefined) return durable.create({ ...defaults, name: venue })
    const log = store.logOf(venue)
    await log.load()
    await log.commit(nothing)
    // Another node may have taken it over since: only what is read now tells.
    const content = await log.load()
    const restored = durable.restore(venue, { log, content }, { ...defaults, name: venue })
    return restored && applySettings(restored, defaults)
  }

  return {
    /** Starts to take over what this node has to. */
    check,
    becomeOwner,
    isGone,
  }
}

/**
 * Whether this node does not record a venue that it owns: a takeover or an opening was recorded after it
 * had failed here.
 */
function isLeft(venue: string, venues: Venues): boolean {
  const local = venues.find(venue)
  return (local === undefined || local.follower !== undefined) && !venues.isChanging(venue)
}

/** The nodes rank differently for each venue, so the venues of a node that is gone are spread. */
function rankOf(venue: string, node: string): number {
  let hash = 0x81_1c_9d_c5
  for (const char of `${venue} ${node}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01_00_01_93)
  return hash >>> 0
}
