import { parseArgs } from 'node:util'
import type { Mutant } from '../mutant.ts'
import { mutantNamed, mutants } from '../mutants.ts'

/** What a run is asked to do. */
export interface Options {
  readonly mutants: readonly Mutant[]
  /** Whether they are told only, and not run. */
  readonly list: boolean
  /** Whether only the features are played that tell of what a mutant breaks; no kill matrix comes of it. */
  readonly quick: boolean
  /** Whether what earlier runs found of the others stays in the kill matrix. */
  readonly keep: boolean
}

/** Reads `--list`, `--only name,name`, `--quick` and `--keep`; throws what a person has to mend. */
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
