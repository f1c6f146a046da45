import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { EndedScenario } from './scenario-watch.ts'
import type { WatchMessage } from './watch-plugin.ts'

const specification = fileURLToPath(new URL('start.ts', import.meta.url))

/** How long a stopped run may take to end. */
const endedWithinMs = 5000

/** The progress of a run, in scenarios. */
export interface Progress {
  readonly done: number
  readonly failed: number
  readonly all: number
}

export interface WatchedRun {
  readonly scenarios: readonly EndedScenario[]
  /** The number of scenarios that should have run. */
  readonly all: number
  /** What our own server did wrong; undefined if it was not reported. */
  readonly faults: readonly string[] | undefined
  /** Null if a signal ended it. */
  readonly exitCode: number | null
  readonly isLate: boolean
  readonly seconds: number
  /** The end of its output; empty if it is shown. */
  readonly outputTail: string
}

export interface WatchOptions {
  readonly env: NodeJS.ProcessEnv
  /** A run that takes longer is stopped. */
  readonly longestMs: number
  /** Whether its output appears on the terminal. */
  readonly isShown?: boolean | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/**
 * Runs the specification in a process of its own, with the arguments of `npm run spec`. It must use
 * `watch-plugin.ts`.
 */
export async function watchedRun(
  args: readonly string[],
  { env, longestMs, isShown, onProgress }: WatchOptions,
): Promise<WatchedRun> {
  const startedAt = performance.now()
  const output = isShown ? 'inherit' : 'pipe'
  const child = fork(specification, args, { env, stdio: ['ignore', output, output, 'ipc'] })
  // Not SIGKILL: the run must stop its server, which may hang.
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)

  const scenarios: EndedScenario[] = []
  let faults: readonly string[] | undefined
  let all = 0
  let outputTail = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      outputTail = (outputTail + text).slice(-2000)
    })
  }
  child.on('message', (message: WatchMessage) => {
    if (message.about === 'scenarios') all = message.count
    if (message.about === 'scenario') scenarios.push(message.ended)
    if (message.about === 'server') faults = message.faults
    const failed = scenarios.filter(({ failure }) => failure !== undefined).length
    onProgress?.({ done: scenarios.length, failed, all })
  })
  let isLate = false
  const late = setTimeout(() => {
    isLate = true
    end()
    // A run that hangs itself ignores the signal.
    setTimeout(() => child.kill('SIGKILL'), endedWithinMs).unref()
  }, longestMs)
  const [exitCode] = (await once(child, 'close')) as [number | null]
  clearTimeout(late)
  process.off('exit', end)
  const seconds = (performance.now() - startedAt) / 1000
  return { scenarios, all, faults, exitCode, isLate, seconds, outputTail }
}
