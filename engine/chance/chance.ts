import { hash, randomBytes } from 'node:crypto'
import { constantOf, type Delay, delayAt } from './delay.ts'
import { idBytes, idFrom } from './ids.ts'

/**
 * The only door to randomness. A draw is a pure function of the seed, a purpose, a key and the
 * nth use (0, 1, 2, …), so it does not depend on what else was drawn before: however requests
 * interleave, the same question has the same answer.
 */
export interface Chance {
  readonly seed: string
  /** A number in [0, 1), uniform, in steps of 2^-48. */
  fraction(purpose: string, key: string, nth?: number): number
  /** A whole number of milliseconds, as likely as the delay says. */
  delayMs(delay: Delay, purpose: string, key: string, nth?: number): number
  /** An id of 16 characters; no two of a billion questions get the same one. */
  id(purpose: string, key: string, nth?: number): string
}

/** How many hexadecimal digits a draw is read from. */
const fractionDigits = 12
const idDigits = 2 * idBytes
const digestDigits = 64

/** Of how many purposes the latest digest is kept: more than a venue has without rules. */
const mostKept = 16

/**
 * Creates the chance that follows from a seed. One digest, as hexadecimal digits, serves several uses
 * in turn: with w digits to a draw (12 for a fraction, 32 for an id) and k = ⌊64 / w⌋ draws to a digest,
 * the nth use is the (nth mod k)th group of SHA-256(JSON([seed, purpose, key, ⌊nth / k⌋])). A fraction
 * is that group over 16^12; an id is read from the 16 bytes of its group as `idFrom` says. So any
 * language can foretell them.
 */
export function createChance(seed: string): Chance {
  /** The digest that each purpose was last read from; its next use is often in it, too. */
  const latest = new Map<string, { key: string; block: number; digits: string }>()

  function digest(purpose: string, key: string, block: number): string {
    const known = latest.get(purpose)
    if (known?.key === key && known.block === block) return known.digits
    const digits = hash('sha256', JSON.stringify([seed, purpose, key, block]), 'hex')
    // Each rule that draws has a purpose of its own, and rules come and go without end.
    if (latest.size >= mostKept) latest.clear()
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

/** Draws a seed that nobody could have foretold: 12 hexadecimal digits. */
export const drawSeed = (): string => randomBytes(6).toString('hex')
