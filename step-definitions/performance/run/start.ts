/**
 * `npm run spec:performance`: runs the performance scenario alone. Its options set the variables.
 */
import { parseArgs } from 'node:util'
import { takeRepetitions } from '../../run/repetitions.ts'
import { startRun } from '../../run/start-run.ts'

/** More than a comparison needs, because some bursts may not be trusted. */
const defaultBursts = 8

const help = `npm run spec:performance -- [options]

  --orders n            number of orders placed at the same moment (ORDERS)
  --listeners n         number of listeners (LISTENERS)
  --threshold t         limit for a figure, such as 'executionDelay.p99Ms<3200'; repeatable
                        (THRESHOLDS, separated by commas)
  --baseline file       performance.json of a run to compare with (BASELINE)
  --tolerance t         tolerated difference from the baseline, such as 2%,10ms (TOLERANCE)
  --repeat n            number of bursts (REPEAT, or 8); a comparison needs several

step-definitions/README.md lists further settings. The exit code is 1 if a promise or a threshold is
broken, or if a figure is slower than in the baseline, and 2 if the run cannot start.
`

const options = {
  orders: { type: 'string' },
  listeners: { type: 'string' },
  threshold: { type: 'string', multiple: true },
  baseline: { type: 'string' },
  tolerance: { type: 'string' },
  help: { type: 'boolean' },
} as const

await startRun('npm run spec:performance -- --help', async (given) => {
  const { repetitions, others } = takeRepetitions(given)
  const { values } = parseArgs({ args: [...others], options })
  if (!values.help) {
    return argumentsFor({
      ...values,
      repeat: `${repetitions ?? (process.env.REPEAT || defaultBursts)}`,
    })
  }
  process.stdout.write(help)
  return undefined
})

type Options = Partial<
  Record<'orders' | 'listeners' | 'baseline' | 'tolerance' | 'repeat', string | undefined>
> & {
  readonly threshold?: readonly string[]
}

/** Sets the variables, and returns the arguments of cucumber-js. */
async function argumentsFor({ threshold, ...others }: Options): Promise<string[]> {
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined) process.env[name.toUpperCase()] = value
  }
  if (threshold) process.env.THRESHOLDS = threshold.join('\n')
  // Reports invalid settings before anything starts.
  const { baselineAt } = await import('../settings.ts')
  if (process.env.BASELINE) baselineAt(process.env.BASELINE)
  return ['--config', 'step-definitions/performance/run/cucumber.ts']
}
