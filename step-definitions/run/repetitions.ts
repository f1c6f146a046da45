import type { IFilterablePickle } from '@cucumber/cucumber/api'

const most = 1000

/**
 * Takes `--repeat n` out of what was typed, since cucumber-js does not know it. Throws where n is no
 * number of times, and where `--retry` asks for a failure to be passed over.
 */
export function takeRepetitions(typed: readonly string[]): {
  readonly repetitions: number | undefined
  readonly others: readonly string[]
} {
  if (typed.some((word) => /^--retry(?:=|$)/.test(word))) {
    throw new Error('There are no retries: a scenario that fails once has failed.')
  }
  const place = typed.findIndex((word) => /^--repeat(?:=|$)/.test(word))
  if (place === -1) return { repetitions: undefined, others: typed }
  const [, joined] = typed[place]?.split('=') ?? []
  const length = joined === undefined ? 2 : 1
  return {
    repetitions: parseRepetitions('--repeat', joined ?? typed[place + 1] ?? ''),
    others: typed.toSpliced(place, length),
  }
}

/** How many times each scenario is to be run. Throws where REPEAT is no number of times. */
export const repetitionsIn = ({ REPEAT }: Readonly<Record<string, string | undefined>>): number =>
  parseRepetitions('REPEAT', REPEAT || '1')

function parseRepetitions(name: string, text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) < 1 || Number(text) > most) {
    throw new Error(`${name} takes a number from 1 to ${most}, such as 20, not "${text}".`)
  }
  return Number(text)
}

/**
 * Every scenario so many times, round by round. Each time is an attempt of its own at the same scenario,
 * known by a name of its own where it is run, and so with a seed of its own.
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
