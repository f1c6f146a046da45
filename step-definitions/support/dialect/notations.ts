import type { Notation, Words } from './dialect-file.ts'
import { type Exact, isNumberText, isWrittenNumber, numberOf } from './exact-json.ts'
import { Renaming } from './renaming.ts'

/** How a value is written, in both directions. */
export interface ValueSpelling {
  /** What the target's values are, for faults. */
  readonly name: string
  /** The target's JSON for a value of the contract. An invalid value must stay invalid. */
  readonly theirs: (json: string) => string
  /** The contract's value for one of the target; undefined if it is not one. */
  readonly ours: (value: Exact) => Exact | undefined
}

const same = (json: string) => json

/** The notations of the contract. */
export const anything: ValueSpelling = { name: 'a value', theirs: same, ours: (value) => value }
export const string: ValueSpelling = {
  name: 'a string',
  theirs: same,
  ours: (value) => (typeof value === 'string' ? value : undefined),
}
export const number: ValueSpelling = {
  name: 'a number',
  theirs: same,
  ours: (value) => (isWrittenNumber(value) ? value : undefined),
}

/** The notations that a dialect can name. */
export const notations: Readonly<Record<Notation, ValueSpelling>> = {
  number: {
    name: 'a number',
    theirs: swapNotation,
    ours: (value) => (isWrittenNumber(value) ? value.rawJSON : undefined),
  },
  text: {
    name: 'a string with a number',
    theirs: swapNotation,
    ours: (value) =>
      typeof value === 'string' && isNumberText(value) ? numberOf(value) : undefined,
  },
  'epoch-ms': sinceEpoch('milliseconds', 1),
  'epoch-s': sinceEpoch('seconds', 1000),
}

/** The target's words for those of the contract. */
export function wordsFor(known: readonly string[], words: Words = {}): ValueSpelling {
  const pairs = known.map((ours) => [ours, [words[ours] ?? ours].flat()] as const)
  const oursByTheirs = new Map(
    pairs.flatMap(([ours, all]) => all.map((one): [string, string] => [JSON.stringify(one), ours])),
  )
  const sent = new Renaming(
    pairs.map(([ours, [first]]) => [JSON.stringify(ours), JSON.stringify(first)]),
  )
  return {
    name: `one of ${[...oursByTheirs.keys()].join(', ')}`,
    theirs: (json) => sent.forward(json),
    ours: (value) => oursByTheirs.get(JSON.stringify(value)),
  }
}

/** A number becomes a string, and a string with a number becomes a number; any other text stays. */
function swapNotation(json: string): string {
  if (isNumberText(json)) return JSON.stringify(json)
  const inside = json.slice(1, -1)
  return json.startsWith('"') && isNumberText(inside) ? inside : json
}

function sinceEpoch(unit: string, unitMs: number): ValueSpelling {
  return {
    name: `a number of ${unit} since 1970`,
    theirs: same,
    ours: (value) => {
      const time = new Date(
        isWrittenNumber(value) ? Math.round(Number(value.rawJSON) * unitMs) : Number.NaN,
      )
      return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
    },
  }
}
