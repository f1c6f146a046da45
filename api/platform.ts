import type { Clock } from '../engine/index.ts'
import { type AppOptions, createApp } from './app.ts'
import { createOrigins, type Origins } from './http/origins.ts'
import type { HostedVenueOptions } from './venues/hosted-venue.ts'
import { createVenues, type Venues } from './venues/venues.ts'

export interface PlatformOptions
  extends Pick<AppOptions, 'onReply' | 'onBug' | 'outcomeHeaders'>,
    Pick<HostedVenueOptions, 'latency' | 'executionDelay' | 'seed' | 'time'>,
    Partial<
      Pick<
        HostedVenueOptions,
        'history' | 'maxUnreadBytes' | 'processClock' | 'keepsJournal' | 'onStuck'
      >
    > {
  /** The origins beside its own whose pages may call, or `*`; left out, none may. */
  readonly corsOrigins?: readonly string[]
}

/** Venues with their faces, REST and stream. Nothing of it listens yet. */
export interface Platform {
  readonly venues: Venues
  readonly origins: Origins
  readonly app: ReturnType<typeof createApp>
}

/** Puts a platform together. The time of connections is the main venue's when nothing else is said. */
export function createPlatform(options: PlatformOptions): Platform {
  const { corsOrigins, onReply, onBug, outcomeHeaders, ...main } = options
  const processClock: Clock = options.processClock ?? options.time.clock
  const venues = createVenues({ ...main, processClock })
  const origins = createOrigins(corsOrigins)
  return {
    venues,
    origins,
    app: createApp({ venues, origins, outcomeHeaders, onBug, ...(onReply && { onReply }) }),
  }
}
