import type { Clock } from '../engine/index.ts'
import { type AppOptions, createApp } from './app.ts'
import { createOrigins } from './http/origins.ts'
import type { Platform } from './server/listen.ts'
import type { HostedVenueOptions } from './venues/hosted-venue.ts'
import { createVenues } from './venues/venues.ts'

export interface PlatformOptions
  extends Pick<AppOptions, 'onReply' | 'onBug' | 'outcomeHeaders'>,
    Pick<HostedVenueOptions, 'latency' | 'executionDelay' | 'seed' | 'time'>,
    Partial<
      Pick<
        HostedVenueOptions,
        'history' | 'maxUnreadBytes' | 'processClock' | 'keepsJournal' | 'onStuck'
      >
    > {
  /** The origins besides its own whose pages may call it, or `*`. Omitted: none. */
  readonly corsOrigins?: readonly string[]
}

/** Creates a platform. It does not listen yet. `processClock` defaults to the main venue's clock. */
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
