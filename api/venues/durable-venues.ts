import {
  CommitFailed,
  type Delay,
  type Instant,
  type LogContent,
  type StoredLog,
  Superseded,
  setupName,
} from '../../engine/index.ts'
import type { EndpointDelays } from '../faults/latencies.ts'
import { type Store, StoreError } from '../stores/store.ts'
import { clockName, type HostedVenueOptions } from './hosted-venue.ts'
import { recordOfTime, resumeVenueTime, type TimeRecord } from './venue-time.ts'

/** The options that a durable venue was opened with, as a record of its log. */
interface VenueRecord {
  readonly seed: string
  readonly latency: Delay | EndpointDelays
  readonly executionDelay: Delay
  readonly keepsJournal: boolean
  readonly time: TimeRecord
}

const recordName = setupName('venue')

export type DurableVenues = ReturnType<typeof createDurableVenues>

/**
 * The durable venues of a store. Each method returns options for `openVenue`. `isShared` says whether
 * other nodes use the store too.
 */
export function createDurableVenues(store: Store, { isShared = false } = {}) {
  /**
   * Creates the log of a new venue. Rejects with CommitFailed; with Superseded if another node has just
   * created one.
   */
  async function create(options: HostedVenueOptions): Promise<HostedVenueOptions> {
    const { name, seed, latency, executionDelay, keepsJournal = false } = options
    const time = recordOfTime(options.time)
    const record: VenueRecord = { seed, latency, executionDelay, keepsJournal, time }
    const records = new Map([[recordName, record]])
    const log = await failing(store.open(name))
    // A commit would take over the other node's venue.
    if (isShared && (await failing(log.load())).records.has(recordName)) throw new Superseded()
    await log.commit({ events: [], records })
    return { ...options, isDurable: true, stored: { log, content: { events: [], records } } }
  }

  return {
    create,
    restore,
    /** Loads a venue as it was; see `restore`. */
    async load(
      name: string,
      defaults: HostedVenueOptions,
    ): Promise<HostedVenueOptions | undefined> {
      const log = await store.open(name)
      return restore(name, { log, content: await log.load() }, defaults)
    },
    /** The names of all venues, oldest first. Rejects with StoreError. */
    names: store.venues,
    /** Deletes the log of a venue. Rejects with CommitFailed. */
    remove: (name: string) => failing(store.remove(name)),
  }
}

/**
 * The options of a venue with this log; `defaults` has what is not kept with it. Undefined if a crash
 * has interrupted its opening.
 */
function restore(
  name: string,
  stored: { readonly log: StoredLog; readonly content: LogContent },
  defaults: HostedVenueOptions,
): HostedVenueOptions | undefined {
  const { content } = stored
  // Written by `create`.
  const record = content.records.get(recordName) as VenueRecord | undefined
  if (!record) return undefined
  const time = resumeVenueTime(record.time, reachedIn(content), defaults.processClock)
  return { ...defaults, ...record, name, time, isDurable: true, stored }
}

/** The latest instant that a venue is known to have reached: its clock must not show an earlier one. */
function reachedIn({ events, records }: LogContent): Instant {
  const held = (records.get(setupName(clockName)) as Instant | undefined) ?? 0
  return Math.max(held, events.at(-1)?.occurredAt ?? 0)
}

/** Turns a StoreError into a CommitFailed, which clients see as 503. */
const failing = <T>(act: Promise<T>): Promise<T> =>
  act.catch((error: Error) => {
    if (!(error instanceof StoreError)) throw error
    throw new CommitFailed(error.message, 'not-recorded', { cause: error })
  })
