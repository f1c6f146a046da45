import { type HostedVenue, type HostedVenueOptions, openVenue } from './hosted-venue.ts'

/** The name of the venue that serves requests which name none. */
export const mainVenue = 'main'

/** The venues of a platform. Each is isolated from all others. */
export interface Venues {
  /** The main venue. It always exists. */
  readonly main: HostedVenue
  /** In the order in which they were opened. */
  list(): readonly HostedVenue[]
  find(name: string): HostedVenue | undefined
  /** Opens another venue. Returns undefined when the name is taken. */
  open(options: HostedVenueOptions): HostedVenue | undefined
  /** Replaces a venue with an empty one of the same name and options. */
  reset(venue: HostedVenue): HostedVenue
  /** Closes a venue for good. Must not be called with the main venue. */
  remove(venue: HostedVenue): void
}

/** Creates the venues of a platform and opens the main one. */
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
      // It is opened above and never removed.
      return all.get(mainVenue) as HostedVenue
    },
    list: () => [...all.values()],
    find: (name) => all.get(name),
    open: (options) => (all.has(options.name) ? undefined : put(options)),
    reset(venue) {
      venue.close()
      const { time } = venue.options
      return put({ ...venue.options, time: time.renew?.() ?? time })
    },
    remove(venue) {
      venue.close()
      all.delete(venue.name)
    },
  }
}
