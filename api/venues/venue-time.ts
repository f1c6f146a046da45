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

/** A venue's clock. `anew` creates a fresh one for a reset; without it, a reset keeps this clock. */
export type VenueTime = { readonly anew?: () => VenueTime } & (
  | { readonly mode: 'real'; readonly clock: Clock }
  | { readonly mode: 'scaled'; readonly speed: number; readonly clock: Clock }
  | { readonly mode: 'held'; readonly clock: VirtualClock }
)

/** Creates a venue's clock. Real and scaled time follow the clock of the process. */
export function createVenueTime(setting: TimeSetting, process: Clock): VenueTime {
  const anew = () => createVenueTime(setting, process)
  switch (setting.mode) {
    case 'real':
      return { mode: 'real', clock: process }
    case 'scaled': {
      const { speed } = setting
      return { mode: 'scaled', speed, anew, clock: createScaledClock(process, speed) }
    }
    case 'held':
      return { mode: 'held', anew, clock: createVirtualClock(setting.startsAt ?? heldSince) }
  }
}
