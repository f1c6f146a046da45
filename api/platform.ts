import type { Clock } from '../engine/index.ts'
import { type AppOptions, createApp } from './app.ts'
import type { Addresses } from './http/addresses.ts'
import { createOrigins } from './http/origins.ts'
import type { Platform } from './server/listen.ts'
import type { HostedVenueOptions } from './venues/hosted-venue.ts'
import { createVenues, type LoadedVenues } from './venues/venues.ts'

export interface PlatformOptions
  extends Omit<AppOptions, 'venues' | 'origins' | 'addresses'>,
    Omit<HostedVenueOptions, 'name' | 'processClock'> {
  /** Defaults to the clock of the main venue. */
  readonly processClock?: Clock
  /** The origins besides its own whose pages may call it, or `*`. Omitted: none. */
  readonly corsOrigins?: readonly string[]
  /** Where browsers reach the two APIs, as far as the settings say so. Listening adds the rest. */
  readonly addresses?: Addresses
  /** The durable venues, the main one among them. Omitted: all venues are in memory. */
  readonly loaded?: LoadedVenues | undefined
}

/** Creates a platform. It does not listen yet. */
export function createPlatform(options: PlatformOptions): Platform {
  const { corsOrigins, onReply, onBug, outcomeHeaders, describeCluster, loaded, ...others } =
    options
  const { addresses = {}, ...main } = others
  const venues = createVenues({ processClock: options.time.clock, ...main }, loaded)
  const origins = createOrigins(corsOrigins, addresses)
  return {
    venues,
    origins,
    addresses,
    app: createApp({
      venues,
      origins,
      addresses,
      outcomeHeaders,
      onBug,
      describeCluster,
      ...(onReply && { onReply }),
    }),
  }
}
