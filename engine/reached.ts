import type { Clock } from './clock.ts'
import type { EventLog } from './event-log.ts'

/** Resolves to whether a log gets as long as `position` before `withinMs` have passed on the clock. */
export function reached(
  log: EventLog,
  clock: Clock,
  position: number,
  withinMs: number,
): Promise<boolean> {
  if (log.end >= position) return Promise.resolve(true)
  return new Promise((resolve) => {
    const settle = (isReached: boolean) => {
      stopFollowing()
      callOff()
      resolve(isReached)
    }
    const stopFollowing = log.follow(() => {
      if (log.end >= position) settle(true)
    })
    const callOff = clock.at(clock.now() + withinMs, () => settle(false))
  })
}
