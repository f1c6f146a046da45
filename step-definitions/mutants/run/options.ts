import { parseArgs } from 'node:util'
import type { Mutant } from '../mutant.ts'
import { mutantNamed, mutants } from '../mutants.ts'

/** The options of `npm run mutants`. */
export interface Options {
  readonly mutants: readonly Mutant[]
  /** Only list the mutants. */
  readonly list: boolean
  /** Run only the features with the Rules that a mutant breaks, and write no kill matrix. */
  readonly quick: boolean
  /** Keep the verdicts of earlier runs on other mutants in the kill matrix. */
  readonly keep: boolean
}

/** Reads `--list`, `--only name,name`, `--quick` and `--keep`; throws on any other argument. */
export function optionsIn(typed: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...typed],
    options: {
      list: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  })
  const { only, ...switches } = values
  const names = only.flatMap((text) => text.split(',')).filter((name) => name !== '')
  return { ...switches, mutants: names.length === 0 ? mutants : names.map(mutantNamed) }
}
