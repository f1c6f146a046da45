import type { IFilterablePickle } from '@cucumber/cucumber/api'

const maxRepetitions = 1000

/**
 * Removes `--repeat n`, which cucumber-js does not know, from the arguments. Throws if n is not a
 * number from 1 to 1000, and on `--retry`, which would hide a failure.
 */
export function takeRepetitions(args: readonly string[]): {
  readonly repetitions: number | undefined
  readonly others: readonly string[]
} {
  if (args.some((word) => /^--retry(?:=|$)/.test(word))) {
    throw new Error('--retry is not supported: a scenario that fails once has failed.')
  }
  const index = args.findIndex((word) => /^--repeat(?:=|$)/.test(word))
  if (index === -1) return { repetitions: undefined, others: args }
  const [, joined] = args[index]?.split('=') ?? []
  const length = joined === undefined ? 2 : 1
  return {
    repetitions: parseRepetitions('--repeat', joined ?? args[index + 1] ?? ''),
    others: args.toSpliced(index, length),
  }
}

/**
 * How often to run each scenario, 1 by default. Throws if REPEAT is not a number from 1 to 1000.
 */
export const repetitionsIn = ({ REPEAT }: Readonly<Record<string, string | undefined>>): number =>
  parseRepetitions('REPEAT', REPEAT || '1')

function parseRepetitions(name: string, text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > maxRepetitions) {
    throw new Error(
      `${name} must be a number from 1 to ${maxRepetitions}, such as 20, not "${text}".`,
    )
  }
  return Number(text)
}

/**
 * All scenarios, repeated round by round. Each repetition has its own name, and so its own seed,
 * but counts as an attempt at the same scenario.
 */
export function repeated(
  scenarios: readonly IFilterablePickle[],
  repetitions: number,
): IFilterablePickle[] {
  return Array.from({ length: repetitions }, (_, round) =>
    scenarios.map((scenario) => (round === 0 ? scenario : attempt(scenario, round + 1))),
  ).flat()
}

const attempt = (scenario: IFilterablePickle, nth: number): IFilterablePickle => ({
  ...scenario,
  pickle: { ...scenario.pickle, name: `${scenario.pickle.name} (${nth})` },
})
