import { run } from 'node:test'
import { withoutSettings } from '../step-definitions/mutants/run/without-settings.ts'
import type { Counts } from './junit.ts'
import type { Ended } from './parts.ts'
import { progress } from './progress.ts'
import { alone, groups } from './test-files.ts'

/** More than there are cores, since many tests wait. */
const processes = 4

const { NODE_OPTIONS = '' } = process.env

const env = {
  // What a person has set for a platform or for the specification must not decide what a unit test finds.
  ...withoutSettings(process.env),
  // What the processes load is compiled once.
  NODE_COMPILE_CACHE: 'node_modules/.cache/node',
  // Side by side on few cores, each helper of a garbage collector takes from another process.
  NODE_OPTIONS: `${NODE_OPTIONS} --v8-pool-size=1`.trim(),
}

/** Runs all unit tests but those that only `npm run fuzz` runs, and prints their progress. */
export async function unitTests(signal: AbortSignal): Promise<Ended> {
  const startedAt = performance.now()
  const entries = Object.keys(groups).map((name) => `.scripts/groups/${name}.ts`)
  const events = run({
    files: [...entries, ...alone],
    concurrency: processes,
    timeout: 60_000,
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      // Node's EventSource is one of the clients that the stream is tried with.
      '--experimental-eventsource',
      '--disable-warning=UNDICI-ES',
    ],
    env,
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
