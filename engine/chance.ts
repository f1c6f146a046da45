import { hash, randomBytes } from 'node:crypto'

/** A stretch of whole milliseconds, both ends included; drawn from uniformly. */
export interface DelayRange {
  readonly minMs: number
  readonly maxMs: number
}

/**
 * The only door to randomness. A draw is a pure function of the seed, a purpose, a key and the
 * nth use (0, 1, 2, …), so it does not depend on what else was drawn before: however requests
 * interleave, the same question has the same answer.
 */
export interface Chance {
  readonly seed: string
  /** A number in [0, 1), uniform, in steps of 2^-48. */
  fraction(purpose: string, key: string, nth?: number): number
  /** A whole number of milliseconds in the range, both ends included, uniform. */
  delayMs(range: DelayRange, purpose: string, key: string, nth?: number): number
  /** 20 hexadecimal digits (80 bits): no two of a billion questions get the same name. */
  name(purpose: string, key: string, nth?: number): string
}

/**
 * Creates the chance that follows from a seed. Every draw is read from
 * SHA-256(JSON([seed, purpose, key, nth])), so that any language can foretell it.
 */
export function createChance(seed: string): Chance {
  const question = (purpose: string, key: string, nth: number) =>
    JSON.stringify([seed, purpose, key, nth])

  function fraction(purpose: string, key: string, nth = 0): number {
    const digest = hash('sha256', question(purpose, key, nth), 'hex')
    return Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48
  }

  return {
    seed,
    fraction,
    delayMs: ({ minMs, maxMs }, purpose, key, nth) =>
      minMs === maxMs
        ? minMs
        : minMs + Math.floor(fraction(purpose, key, nth) * (maxMs - minMs + 1)),
    name(purpose, key, nth = 0) {
      const digest = hash('sha256', question(purpose, key, nth), 'hex')
      // In two pieces so short that V8 copies them: a longer one would keep the digest alive.
      return digest.slice(0, 10) + digest.slice(10, 20)
    },
  }
}

/** Draws a seed that nobody could have foretold: 12 hexadecimal digits. */
export const drawSeed = (): string => randomBytes(6).toString('hex')
