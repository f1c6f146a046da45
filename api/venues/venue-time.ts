import {
  type Clock,
  createScaledClock,
  createVirtualClock,
  heldSince,
  type Instant,
  type VirtualClock,
} from '../../engine/index.ts'

/** How the time of a venue is to pass. */
export type TimeSetting =
  | { readonly mode: 'real' }
  /** `speed` times as fast as the time of the machine. */
  | { readonly mode: 'scaled'; readonly speed: number }
  /** It stands still until it is moved. */
  | { readonly mode: 'held'; readonly startsAt?: Instant | undefined }

/** The time of a venue, and how it begins anew: it just goes on where that is left out. */
export type VenueTime = { readonly anew?: () => VenueTime } & (
  | { readonly mode: 'real'; readonly clock: Clock }
  | { readonly mode: 'scaled'; readonly speed: number; readonly clock: Clock }
  | { readonly mode: 'held'; readonly clock: VirtualClock }
)

/** Makes the time of a venue, beside that of the process. */
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
