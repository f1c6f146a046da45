import { run } from 'node:test'
import { withoutSettings } from '../step-definitions/mutants/run/without-settings.ts'
import type { Counts } from './junit.ts'
import { type Ended, lessGarbageCollection } from './parts.ts'
import { progress } from './progress.ts'
import { groups } from './test-files.ts'

/** More than there are cores, because many tests wait. */
const processes = 4

const { NODE_OPTIONS = '' } = process.env

const environment = () => ({
  // Settings in the caller's environment must not change the result of a unit test.
  ...withoutSettings(process.env),
  // On few cores, V8's helper threads would take CPU time from the other processes.
  NODE_OPTIONS: `${NODE_OPTIONS} --v8-pool-size=1 ${lessGarbageCollection}`.trim(),
})

/** Runs all unit tests except those of `npm run fuzz`, and prints their progress. */
export async function unitTests(signal: AbortSignal): Promise<Ended> {
  const startedAt = performance.now()
  const files = Object.keys(groups).map((name) => `.scripts/groups/${name}.ts`)
  const events = run({
    files,
    concurrency: processes,
    // The first test of a group also waits for the modules of the group.
    timeout: 120_000,
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      // Node's EventSource is one of the clients under test.
      '--experimental-eventsource',
      '--disable-warning=UNDICI-ES',
    ],
    env: environment(),
    signal,
  })
  let isOk = false
  let counts: Counts | undefined
  events.on('test:summary', ({ file, success, counts: { passed, skipped, ...others } }) => {
    if (file !== undefined) return
    isOk = success && passed > 0
    counts = { passed, skipped, failed: others.tests - passed - skipped - others.todo }
  })
  for await (const text of events.compose(progress)) process.stdout.write(text)
  return { name: 'unit', isOk, tookMs: performance.now() - startedAt, counts, output: '' }
}
