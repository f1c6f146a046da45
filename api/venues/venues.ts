import { type HostedVenue, type HostedVenueOptions, openVenue } from './hosted-venue.ts'

/** The name of the venue that a request means which names none. */
export const mainVenue = 'main'

/** The venues of a platform, each isolated from all others. */
export interface Venues {
  /** The one that is always there. */
  readonly main: HostedVenue
  /** In the order in which they were opened. */
  list(): readonly HostedVenue[]
  find(name: string): HostedVenue | undefined
  /** Opens another one; undefined when its name is taken. */
  open(options: HostedVenueOptions): HostedVenue | undefined
  /** Opens one anew, under the same name: nothing is left of what was. */
  reset(venue: HostedVenue): HostedVenue
  /** Closes one for good. Not the main one, which is always there. */
  remove(venue: HostedVenue): void
}

/** Opens the main venue, and with it the platform's venues. */
export function createVenues(mainOptions: Omit<HostedVenueOptions, 'name'>): Venues {
  const all = new Map<string, HostedVenue>()

  function put(options: HostedVenueOptions): HostedVenue {
    const venue = openVenue(options)
    all.set(options.name, venue)
    return venue
  }

  put({ ...mainOptions, name: mainVenue })

  return {
    get main() {
      return all.get(mainVenue) as HostedVenue
    },
    list: () => [...all.values()],
    find: (name) => all.get(name),
    open: (options) => (all.has(options.name) ? undefined : put(options)),
    reset(venue) {
      venue.close()
      const { time } = venue.options
      return put({ ...venue.options, time: time.anew?.() ?? time })
    },
    remove(venue) {
      venue.close()
      all.delete(venue.name)
    },
  }
}
