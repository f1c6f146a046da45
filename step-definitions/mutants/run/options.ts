import { parseArgs } from 'node:util'
import type { Mutant } from '../mutant.ts'
import { mutantNamed, mutants } from '../mutants.ts'

export interface Options {
  readonly mutants: readonly Mutant[]
  /** Whether to list the mutants without running them. */
  readonly list: boolean
  /** Whether to run only the features that a mutant breaks, without a kill matrix. */
  readonly quick: boolean
  /** Whether the kill matrix keeps earlier verdicts on other mutants. */
  readonly keep: boolean
}

/** Reads `--list`, `--only name,name`, `--quick` and `--keep`; throws if one is invalid. */
export function optionsIn(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
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
