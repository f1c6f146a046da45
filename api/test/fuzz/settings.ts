/** How much is tried, and what follows from it; the seed is fixed, so that what was found is found again. */
function wholeNumber(name: string, otherwise: number): number {
  const text = process.env[name] || `${otherwise}`
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, but is ${text}`)
  return Number(text)
}

export const seed = wholeNumber('FUZZ_SEED', 42)

/** How many requests are tried; `npm run fuzz` tries 50,000. */
export const requestCount = wholeNumber('FUZZ_RUNS', 500)

/** How many handshakes and frames are tried. */
export const frameCount = requestCount * 0.4

/** How many connections come and go. */
export const connectionCount = requestCount * 0.4

/** How many venues come and go. */
export const venueCount = requestCount * 0.2

/** How many requests are tried before the heap is measured for the first time; so much of all the rest. */
const rehearsed = Math.max(500, Math.ceil(requestCount / 10))
export const rehearsal = {
  requests: rehearsed,
  frames: rehearsed * 0.4,
  connections: rehearsed * 0.4,
  venues: rehearsed * 0.2,
}

/** How to try the very same again. */
export const again = `FUZZ_SEED=${seed} FUZZ_RUNS=${requestCount}`
