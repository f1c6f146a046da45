import type { VenueDraft } from '../../control/control-contract.ts'

/** What the fields of the form hold. */
export type VenueForm = Readonly<Record<string, string | undefined>>

/**
 * The draft of a venue as its form says. Empty fields are left out. A text that is no number is sent as it is,
 * so that the server says what is wrong.
 */
export function venueDraftOf(form: VenueForm): VenueDraft {
  const { name, seed, mode, latencyMs, executionDelayMs, durable } = form
  const draft = {
    ...(name && { name }),
    ...(seed && { seed }),
    ...(latencyMs && { latencyMs: delayOf(latencyMs) }),
    ...(executionDelayMs && { executionDelayMs: delayOf(executionDelayMs) }),
    clock: clockOf(mode, form),
    ...(durable && { durable: true }),
  }
  // `as`: the server checks it.
  return draft as VenueDraft
}

function clockOf(mode = 'real', form: VenueForm): object {
  const { 'clock.speed': speed, 'clock.startsAt': startsAt } = form
  if (mode === 'scaled') return { mode, ...(speed && { speed: numberOr(speed) }) }
  if (mode === 'held') return { mode, ...(startsAt && { startsAt }) }
  return { mode }
}

/** `250`, or `100-1000` for a range. */
function delayOf(text: string): unknown {
  const [, minMs, maxMs] = /^\s*(\d+)\s*[-–]\s*(\d+)\s*$/.exec(text) ?? []
  if (minMs === undefined) return numberOr(text)
  return { minMs: Number(minMs), maxMs: Number(maxMs) }
}

/** A text as a number, or as it is if it is none. */
export function numberOr(text: string): number | string {
  const number = Number(text)
  return text.trim() === '' || Number.isNaN(number) ? text : number
}
