import { Superseded } from '../../engine/index.ts'
import type { DurableVenues } from './durable-venues.ts'
import { type HostedVenue, type HostedVenueOptions, openVenue } from './hosted-venue.ts'

/** The name of the venue that serves requests which name none. */
export const mainVenue = 'main'

/** The venues of a platform. Each is isolated from all others. */
export interface Venues {
  /** The main venue. It always exists. */
  readonly main: HostedVenue
  /** Whether venues can be durable. */
  readonly hasStore: boolean
  /** The main venue, then the others in the order in which they were opened or last reset. */
  list(): readonly HostedVenue[]
  find(name: string): HostedVenue | undefined
  /**
   * Opens another venue. Resolves with undefined when the name is taken, also by another node. A durable
   * one has a log when this resolves. Rejects with CommitFailed.
   */
  open(options: HostedVenueOptions): Promise<HostedVenue | undefined>
  /**
   * Replaces a venue with an empty one of the same name and options. Resolves with undefined if it was
   * removed meanwhile, or another node has opened one of that name. Rejects with CommitFailed. Then the
   * venue goes on. If its old log is gone and no new one could be created, it is closed until it is reset.
   */
  reset(venue: HostedVenue): Promise<HostedVenue | undefined>
  /**
   * Takes over a venue as another node left it, or follows one. An instance that is open with this name
   * ends, and its subscribers must reconnect.
   */
  replace(options: HostedVenueOptions): HostedVenue
  /** Whether the log of a venue is being created or removed. */
  isChanging(name: string): boolean
  /** Ends a follower whose log was removed. */
  drop(name: string): void
  /**
   * Closes a venue for good. Must not be called with the main venue. Rejects with CommitFailed: then the
   * venue goes on.
   */
  remove(venue: HostedVenue): Promise<void>
}

/** The durable venues of a platform, as they were loaded. */
export interface LoadedVenues {
  readonly durable: DurableVenues
  readonly main: HostedVenueOptions
  readonly others: readonly HostedVenueOptions[]
  /** Whether another node has a venue of this name in its memory. */
  readonly isTaken?: (name: string) => Promise<boolean>
}

/**
 * Loads all durable venues; creates the main one if there is none. The main one takes the delays and
 * the journal from `options`. Rejects with StoreError or CommitFailed.
 */
export async function loadVenues(
  durable: DurableVenues,
  options: Omit<HostedVenueOptions, 'name'>,
): Promise<LoadedVenues> {
  const defaults = { ...options, name: mainVenue }
  const stored = await durable.load(mainVenue, defaults)
  const main = stored ? applySettings(stored, defaults) : await durable.create(defaults)
  const others: HostedVenueOptions[] = []
  for (const name of await durable.names()) {
    if (name === mainVenue) continue
    const loaded = await durable.load(name, defaults)
    if (loaded) others.push(loaded)
    else await durable.remove(name)
  }
  return { durable, main, others }
}

/** The main venue takes the delays and the journal from the settings of each start; others keep theirs. */
export const applySettings = (
  stored: HostedVenueOptions,
  { latency, executionDelay, keepsJournal }: HostedVenueOptions,
): HostedVenueOptions =>
  stored.name === mainVenue ? { ...stored, latency, executionDelay, keepsJournal } : stored

/**
 * Creates the venues of a platform and opens the main one, or those that were loaded. Memory venues are
 * opened, reset and removed before the call returns.
 */
export function createVenues(
  mainOptions: Omit<HostedVenueOptions, 'name'>,
  loaded?: LoadedVenues,
): Venues {
  const all = new Map<string, HostedVenue>()
  // Not `loaded`, which has all events: closures would keep them alive.
  const durable = loaded?.durable
  const isTaken = loaded?.isTaken
  const { change, isChanging } = createChanges(durable)

  function put(options: HostedVenueOptions): HostedVenue {
    const venue = openVenue(options)
    // As in a store, where a reset venue has a new log. The main venue stays the first.
    if (options.name !== mainVenue) all.delete(options.name)
    all.set(options.name, venue)
    return venue
  }

  /** Resolves with undefined if another node was faster. */
  async function create(
    durable: DurableVenues,
    options: HostedVenueOptions,
  ): Promise<HostedVenue | undefined> {
    try {
      return put(await durable.create(options))
    } catch (error) {
      if (error instanceof Superseded) return undefined
      throw error
    }
  }

  put(loaded?.main ?? { ...mainOptions, name: mainVenue })
  for (const options of loaded?.others ?? []) put(options)

  return {
    get main() {
      // It is opened above and never removed.
      return all.get(mainVenue) as HostedVenue
    },
    hasStore: durable !== undefined,
    list: () => [...all.values()],
    find: (name) => all.get(name),
    async open(options) {
      const { name } = options
      const isOpen = () => all.has(name) || isChanging(name)
      // Twice, because another request or node may have opened it while the others were asked.
      if (isOpen() || (isTaken && (await isTaken(name))) || isOpen()) return undefined
      return options.isDurable ? change(name, (durable) => create(durable, options)) : put(options)
    },
    async reset(venue) {
      const { options } = venue
      if (!options.isDurable) {
        void venue.close()
        return put(optionsAfterReset(venue))
      }
      return change(options.name, async (durable) => {
        // Another reset may have replaced it.
        if (all.get(options.name) !== venue) return all.get(options.name)
        await durable.remove(options.name)
        // Not `venue`: if another node took it over meanwhile, a follower has its place.
        await all.get(options.name)?.close()
        return create(durable, optionsAfterReset(venue))
      })
    },
    replace(options) {
      all.get(options.name)?.retire()
      return put(options)
    },
    isChanging,
    drop(name) {
      void all.get(name)?.close()
      all.delete(name)
    },
    async remove(venue) {
      const { name, options } = venue
      if (!options.isDurable) {
        void venue.close()
        all.delete(name)
        return
      }
      await change(name, async (durable) => {
        await durable.remove(name)
        await all.get(name)?.close()
        all.delete(name)
      })
    },
  }
}

/** The options that a venue was opened with, and whether it keeps a journal now. */
const optionsAfterReset = ({ options, journal }: HostedVenue): HostedVenueOptions => ({
  ...options,
  time: options.time.renew?.() ?? options.time,
  keepsJournal: journal !== undefined,
})

/** The changes of logs. Those of a name's log run one after another. */
function createChanges(durable: DurableVenues | undefined) {
  /** The latest change of each name's log. */
  const changing = new Map<string, Promise<unknown>>()
  return {
    isChanging: (name: string): boolean => changing.has(name),
    /** Changes the log of a durable venue after the changes that have begun. */
    async change<T>(name: string, act: (durable: DurableVenues) => Promise<T>): Promise<T> {
      if (!durable) throw new Error('Durable venues need a store')
      const before = changing.get(name)
      const result = (async () => {
        await before?.catch(() => {})
        return act(durable)
      })()
      changing.set(name, result)
      return result.finally(() => {
        if (changing.get(name) === result) changing.delete(name)
      })
    },
  }
}
