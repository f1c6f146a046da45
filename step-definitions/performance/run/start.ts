/**
 * `npm run spec:performance`: runs the performance scenario alone. Its options set the variables.
 */
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { outliveReader } from '../../run/outlive-reader.ts'
import { takeRepetitions } from '../../run/repetitions.ts'

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
broken, or if a figure is slower than in the baseline.
`

const options = {
  orders: { type: 'string' },
  listeners: { type: 'string' },
  threshold: { type: 'string', multiple: true },
  baseline: { type: 'string' },
  tolerance: { type: 'string' },
  help: { type: 'boolean' },
} as const

outliveReader()
try {
  const { repetitions, others } = takeRepetitions(process.argv.slice(2))
  const { values } = parseArgs({ args: [...others], options })
  if (values.help) process.stdout.write(help)
  else await run({ ...values, repeat: `${repetitions ?? (process.env.REPEAT || defaultBursts)}` })
} catch (error) {
  const hint = 'Run npm run spec:performance -- --help for the options.'
  process.stderr.write(`${(error as Error).message}\n${hint}\n`)
  process.exitCode = 1
}

type Options = Partial<
  Record<'orders' | 'listeners' | 'baseline' | 'tolerance' | 'repeat', string | undefined>
> & {
  readonly threshold?: readonly string[]
}

async function run({ threshold, ...others }: Options): Promise<void> {
  for (const [name, value] of Object.entries(others)) {
    if (value !== undefined) process.env[name.toUpperCase()] = value
  }
  if (threshold) process.env.THRESHOLDS = threshold.join('\n')
  // Reports invalid settings before anything starts.
  const { baselineAt } = await import('../settings.ts')
  if (process.env.BASELINE) baselineAt(process.env.BASELINE)
  const [node = '', script = ''] = process.argv
  process.argv = [node, script, '--config', 'step-definitions/performance/run/cucumber.ts']
  // The program of cucumber-js is CommonJS.
  createRequire(import.meta.url)('@cucumber/cucumber/lib/cli/run').default()
}
