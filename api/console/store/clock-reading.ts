import type { ClockState } from '../../control/control-contract.ts'

/** What a clock shows `sinceMs` milliseconds after it was read, as an instant of the API. */
export function readingOf({ mode, now, speed = 1 }: ClockState, sinceMs: number): string {
  if (mode === 'held') return now
  const passedMs = Math.floor(Math.max(0, sinceMs) * speed)
  return new Date(Date.parse(now) + passedMs).toISOString()
}
