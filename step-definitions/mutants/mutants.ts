import { controls } from './controls.ts'
import { delays } from './delays.ts'
import { listings } from './listings.ts'
import { logs } from './logs.ts'
import type { Family, Mutant } from './mutant.ts'
import { orders } from './orders.ts'
import { repetitions } from './repetitions.ts'
import { streams } from './streams.ts'
import { tickets } from './tickets.ts'

/** All of them, in the order in which they are told. */
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

/** The mutant of a name; throws where there is none. */
export function mutantNamed(name: string): Mutant {
  const mutant = mutants.find((one) => one.name === name)
  if (mutant) return mutant
  throw new Error(`No mutant is called "${name}". All of them: npm run mutants -- --list`)
}
