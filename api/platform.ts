import {
  type Clock,
  createChance,
  createVenue,
  type Venue,
  type VenueOptions,
} from '../engine/index.ts'
import { type AppOptions, createApp } from './app.ts'
import { createOrigins, type Origins } from './http/origins.ts'
import { createStream, type Stream, type StreamOptions } from './stream/stream.ts'

export interface PlatformOptions
  extends Pick<AppOptions, 'latency' | 'onReply' | 'onBug'>,
    Pick<StreamOptions, 'maxUnreadBytes'>,
    Pick<VenueOptions, 'executionDelay' | 'history'> {
  readonly clock: Clock
  /** The time of connections; the venue's when left out. */
  readonly processClock?: Clock
  readonly seed: string
  /** The origins beside its own whose pages may call, or `*`; left out, none may. */
  readonly corsOrigins?: readonly string[]
}

/** A venue with its two faces, REST and stream. Nothing of it listens yet. */
export interface Platform {
  readonly venue: Venue
  readonly origins: Origins
  readonly stream: Stream
  readonly app: ReturnType<typeof createApp>
}

/** Puts a platform together. */
export function createPlatform(options: PlatformOptions): Platform {
  const {
    clock,
    processClock = clock,
    seed,
    executionDelay,
    history = [],
    maxUnreadBytes,
    corsOrigins,
    ...appOptions
  } = options
  const venue = createVenue({ clock, chance: createChance(seed), executionDelay, history })
  const stream = createStream(venue, { clock: processClock, maxUnreadBytes })
  const origins = createOrigins(corsOrigins)
  return { venue, origins, stream, app: createApp({ venue, origins, stream, ...appOptions }) }
}
