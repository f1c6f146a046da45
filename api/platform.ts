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
  /** The origins beside its own whose pages may call, or `*`; left out, none may. */
  readonly corsOrigins?: readonly string[]
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
