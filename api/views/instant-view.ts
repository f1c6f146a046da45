/** `437Z` and its like, for every millisecond of a second. */
const milliseconds = Array.from({ length: 1000 }, (_, ms) => `${String(ms).padStart(3, '0')}Z`)

/**
 * The text of the last second that fell into each slot. Instants come in throngs, and to make such
 * a text of a Date costs many times a look: in a listing it was three quarters of the work.
 */
const slots = Array.from({ length: 64 }, () => ({ second: Number.NaN, text: '' }))

/** An instant, in whole milliseconds since the epoch, as the wire tells it: RFC 3339, UTC. */
export function instantView(instant: number): string {
  const second = Math.floor(instant / 1000)
  const slot = slots[second & 63] as (typeof slots)[number]
  if (slot.second !== second) {
    slot.second = second
    slot.text = new Date(second * 1000).toISOString().slice(0, -4)
  }
  return slot.text + milliseconds[instant - second * 1000]
}
