import { hash, randomBytes } from 'node:crypto'
import { constantOf, type Delay, delayAt } from './delay.ts'
import { idBytes, idFrom } from './ids.ts'

/**
 * The only source of randomness. A draw is a pure function of the seed, a purpose, a key and the nth use
 * (0, 1, 2, …). It does not depend on earlier draws. If the key names the subject, such as a
 * clientOrderId, it does not depend on how requests interleave either.
 */
export interface Chance {
  readonly seed: string
  /** A uniform number in [0, 1), in steps of 2^-48. */
  fraction(purpose: string, key: string, nth?: number): number
  /** Whole milliseconds from the distribution of the delay. */
  delayMs(delay: Delay, purpose: string, key: string, nth?: number): number
  /** An id of 16 characters. In practice unique, even among a billion. */
  id(purpose: string, key: string, nth?: number): string
}

/** Hexadecimal digits per draw, and per digest. */
const fractionDigits = 12
const idDigits = 2 * idBytes
const digestDigits = 64

/** The number of purposes whose latest digest is cached. A venue without rules has fewer. */
const cacheSize = 16

/**
 * Creates a random source from a seed. The definition, so that any language can compute the draws: a draw takes
 * w hexadecimal digits (12 for a fraction, 32 for an id), so a digest holds k = ⌊64 / w⌋ draws. The nth
 * use is group (nth mod k) of SHA-256(JSON([seed, purpose, key, ⌊nth / k⌋])). A fraction is the group
 * divided by 16^12. `idFrom` turns the 16 bytes of a group into an id.
 */
export function createChance(seed: string): Chance {
  /** The latest digest per purpose. It often holds the next draw, too. */
  const latest = new Map<string, { key: string; block: number; digits: string }>()

  function digest(purpose: string, key: string, block: number): string {
    const known = latest.get(purpose)
    if (known?.key === key && known.block === block) return known.digits
    const digits = hash('sha256', JSON.stringify([seed, purpose, key, block]), 'hex')
    // Limits the cache, because each rule adds a purpose.
    if (latest.size >= cacheSize) latest.clear()
    latest.set(purpose, { key, block, digits })
    return digits
  }

  function group(width: number, purpose: string, key: string, nth: number): string {
    const uses = Math.floor(digestDigits / width)
    const start = (nth % uses) * width
    return digest(purpose, key, Math.floor(nth / uses)).slice(start, start + width)
  }

  const fraction = (purpose: string, key: string, nth = 0) =>
    Number.parseInt(group(fractionDigits, purpose, key, nth), 16) / 16 ** fractionDigits

  return {
    seed,
    fraction,
    delayMs: (delay, purpose, key, nth) =>
      constantOf(delay) ?? delayAt(delay, fraction(purpose, key, nth)),
    id: (purpose, key, nth = 0) => idFrom(Buffer.from(group(idDigits, purpose, key, nth), 'hex')),
  }
}

/** Draws an unpredictable seed: 12 hexadecimal digits. */
export const drawSeed = (): string => randomBytes(6).toString('hex')
