import type { Health } from '../contract/orders.ts'
import type { VenueDraft, VenueState } from '../control/control-contract.ts'
import type { PlatformState } from '../control/platform.ts'
import type { ControlClient } from './control-request.ts'
import { pathOf, type VenueControl, venueControl } from './venue-control.ts'

/** A venue that can be closed: every one but the main venue. */
export interface OpenedVenue extends VenueControl {
  /**
   * Deletes the venue. Subscribers receive `going-away`, and their connections are closed.
   * @example
   * await venue.close()
   */
  close(): Promise<void>
}

/** Controls a platform. Its own methods control the main venue. */
export interface PlatformControl extends VenueControl {
  /** The base URL of the control API. */
  readonly controlUrl: string
  /**
   * Opens another venue, isolated from all others. Open one for each test.
   * @example
   * const mine = await simulator.openVenue({ seed: '42', latencyMs: 0, clock: { mode: 'held' } })
   * await fetch(`${simulator.url}/orders`, { headers: mine.headers })
   */
  openVenue(draft?: VenueDraft): Promise<OpenedVenue>
  /**
   * Returns the control of an open venue. It sends no request: the methods of a venue that is not open
   * refuse.
   * @example
   * const { listeners } = await simulator.venue('main').read()
   */
  venue(name: string): OpenedVenue
  /**
   * Lists the venues: `main`, then the others in the order in which they were opened or last reset.
   * @example
   * const names = (await simulator.listVenues()).map(({ name }) => name)
   */
  listVenues(): Promise<VenueState[]>
  /**
   * Finds the trading API of the platform.
   * @example
   * const { tradingUrl } = await simulator.readPlatform()
   */
  readPlatform(): Promise<PlatformState>
  /**
   * Checks that the platform is up.
   * @example
   * const { status } = await simulator.health()
   */
  health(): Promise<Health>
}

/** As in `venues/venues.ts`, which would load the platform. */
const mainVenue = 'main'

/** Returns the control of a platform. `defaults` are for the venues that it opens. */
export function platformControl(
  client: ControlClient,
  controlUrl: string,
  defaults: VenueDraft = {},
): PlatformControl {
  const { request } = client
  const venue = (name: string): OpenedVenue => ({
    ...venueControl(client, name),
    close: () => request('DELETE', pathOf(name)),
  })
  return {
    ...venueControl(client, mainVenue),
    controlUrl,
    async openVenue(draft) {
      const { name } = await request<VenueState>('POST', '/venues', { ...defaults, ...draft })
      return venue(name)
    },
    venue,
    listVenues: () => request('GET', '/venues'),
    readPlatform: () => request('GET', '/platform'),
    health: () => request('GET', '/health'),
  }
}
