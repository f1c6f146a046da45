/**
 * Reads how many inputs to generate, and the seed, from the environment. The default seed is fixed, so
 * every run generates the same inputs.
 */
function wholeNumber(name: string, fallback: number): number {
  const text = process.env[name] || `${fallback}`
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number, but is ${text}`)
  return Number(text)
}

export const seed = wholeNumber('FUZZ_SEED', 42)
const runs = wholeNumber('FUZZ_RUNS', 500)

const countsFor = (requests: number) => ({
  requests,
  /** Handshakes and frames together. */
  frames: requests * 0.4,
  connections: requests * 0.4,
  venues: requests * 0.2,
})

export const counts = countsFor(runs)

/** What runs before the heap is measured for the first time, so that most code is compiled. */
export const warmUp = countsFor(Math.max(500, Math.ceil(runs / 10)))

/** The variables that repeat this run. */
export const repeatWith = `FUZZ_SEED=${seed} FUZZ_RUNS=${runs}`
