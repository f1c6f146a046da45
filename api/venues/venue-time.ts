import {
  type Clock,
  createScaledClock,
  createVirtualClock,
  heldSince,
  type Instant,
  type VirtualClock,
} from '../../engine/index.ts'

/** How time passes in a venue. */
export type TimeSetting =
  | { readonly mode: 'real' }
  /** `speed` times as fast as real time. */
  | { readonly mode: 'scaled'; readonly speed: number }
  /** Time passes only when a client moves the clock. */
  | { readonly mode: 'held'; readonly startsAt?: Instant | undefined }

/** What a scaled clock showed when the clock of the process showed `origin`. */
interface Anchor {
  readonly start: Instant
  readonly origin: Instant
}

/** A venue's clock. `renew` creates a fresh one for a reset; without it, a reset keeps the clock. */
export type VenueTime = { readonly renew?: () => VenueTime } & (
  | { readonly mode: 'real'; readonly clock: Clock }
  | {
      readonly mode: 'scaled'
      readonly speed: number
      readonly anchor: Anchor
      readonly clock: Clock
    }
  | { readonly mode: 'held'; readonly clock: VirtualClock }
)

/** How time passes in a venue that has been opened, as plain JSON. */
export type TimeRecord =
  | { readonly mode: 'real' }
  | { readonly mode: 'scaled'; readonly speed: number; readonly anchor: Anchor }
  | { readonly mode: 'held'; readonly startsAt: Instant }

/** Creates a venue's clock. Real and scaled time follow the clock of the process. */
export function createVenueTime(setting: TimeSetting, process: Clock): VenueTime {
  const renew = () => createVenueTime(setting, process)
  switch (setting.mode) {
    case 'real':
      return { mode: 'real', clock: process }
    case 'scaled': {
      const origin = process.now()
      return scaled(setting.speed, { start: origin, origin }, process, renew)
    }
    case 'held':
      return { mode: 'held', renew, clock: createVirtualClock(setting.startsAt ?? heldSince) }
  }
}

function scaled(speed: number, anchor: Anchor, process: Clock, renew: () => VenueTime): VenueTime {
  const clock = createScaledClock(process, speed, anchor.start, anchor.origin)
  return { mode: 'scaled', speed, anchor, renew, clock }
}

/** The record of a venue's time when it is opened. */
export function recordOfTime(time: VenueTime): TimeRecord {
  switch (time.mode) {
    case 'real':
      return { mode: 'real' }
    case 'scaled':
      return { mode: 'scaled', speed: time.speed, anchor: time.anchor }
    case 'held':
      return { mode: 'held', startsAt: time.clock.now() }
  }
}

/**
 * Creates the clock of a venue again in another process. Real and scaled time have passed meanwhile,
 * held time has not. The clock shows at least `reached`, also if the system time was set back.
 */
export function resumeVenueTime(record: TimeRecord, reached: Instant, process: Clock): VenueTime {
  const renew = () => createVenueTime(record, process)
  switch (record.mode) {
    case 'real': {
      const isBehind = process.now() < reached
      return { mode: 'real', clock: isBehind ? createScaledClock(process, 1, reached) : process }
    }
    case 'scaled': {
      const { speed, anchor } = record
      const time = scaled(speed, anchor, process, renew)
      const isBehind = time.clock.now() < reached
      return isBehind
        ? scaled(speed, { start: reached, origin: process.now() }, process, renew)
        : time
    }
    case 'held':
      return {
        mode: 'held',
        renew,
        clock: createVirtualClock(Math.max(record.startsAt, reached)),
      }
  }
}
