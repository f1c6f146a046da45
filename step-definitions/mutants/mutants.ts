import { controls } from './controls.ts'
import { delays } from './delays.ts'
import { listings } from './listings.ts'
import { logs } from './logs.ts'
import type { Family, Mutant } from './mutant.ts'
import { orders } from './orders.ts'
import { repetitions } from './repetitions.ts'
import { streams } from './streams.ts'
import { tickets } from './tickets.ts'

/** All mutants, in the order of the report. */
export const families: readonly Family[] = [
  orders,
  tickets,
  delays,
  listings,
  repetitions,
  streams,
  logs,
  controls,
]

export const mutants: readonly Mutant[] = families.flatMap((family) => family.mutants)

/** The mutant of this name; throws if there is none. */
export function mutantNamed(name: string): Mutant {
  const mutant = mutants.find((one) => one.name === name)
  if (mutant) return mutant
  throw new Error(`No mutant is called "${name}". List all: npm run mutants -- --list`)
}
