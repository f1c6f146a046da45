/**
 * `npm run spec:performance`: the performance scenario alone, with as much load as is asked for. Its
 * options are the settings by other names.
 */
import { createRequire } from 'node:module'
import { parseArgs } from 'node:util'
import { outliveReader } from '../../run/outlive-reader.ts'
import { takeRepetitions } from '../../run/repetitions.ts'

/** More than it takes to compare runs, since the client may not be trusted in one or the other. */
const usualBursts = 8

const help = `npm run spec:performance -- [options]

  --orders n            how many orders are placed at the same moment (ORDERS)
  --listeners n         how many listen to what becomes of them (LISTENERS)
  --threshold t         what a figure has to keep to, such as 'executionDelay.p99Ms<3200';
                        may be given again (THRESHOLDS, with commas between them)
  --baseline file       the performance.json of a run to compare with (BASELINE)
  --tolerance t         by how much a figure may differ from it, such as 2%,10ms (TOLERANCE)
  --repeat n            plays the scenario so many times (REPEAT, or 8): how much one burst differs
                        from the next has to be known to compare runs

What else can be set is in step-definitions/README.md. It ends with 1 when a promise or a threshold is
broken, or a figure is slower than it was.
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
  else await run({ ...values, repeat: `${repetitions ?? (process.env.REPEAT || usualBursts)}` })
} catch (error) {
  const hint = 'npm run spec:performance -- --help tells what can be asked for.'
  process.stderr.write(`${(error as Error).message}\n${hint}\n`)
  process.exitCode = 1
}

type Typed = Partial<
  Record<'orders' | 'listeners' | 'baseline' | 'tolerance' | 'repeat', string | undefined>
> & {
  readonly threshold?: readonly string[]
}

async function run({ threshold, ...typed }: Typed): Promise<void> {
  for (const [name, value] of Object.entries(typed)) {
    if (value !== undefined) process.env[name.toUpperCase()] = value
  }
  if (threshold) process.env.THRESHOLDS = threshold.join('\n')
  // Whatever is wrong with them is told before anything is started.
  const { baselineAt } = await import('../settings.ts')
  if (process.env.BASELINE) baselineAt(process.env.BASELINE)
  const [node = '', script = ''] = process.argv
  process.argv = [node, script, '--config', 'step-definitions/performance/run/cucumber.ts']
  // Its own program, which can be had by `require` alone.
  createRequire(import.meta.url)('@cucumber/cucumber/lib/cli/run').default()
}
