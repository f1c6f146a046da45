/**
 * `npm run spec:foreign`: starts each foreign server on a free port, runs the core of the
 * specification against it, and compares the failures with those that it should find. The exit code
 * is 0 only if every verdict is as expected. The arguments may begin with the names of servers; the
 * others are those of `npm run spec`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { relative } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import Table from 'cli-table3'
import { exitOnSignals } from '../../run/exit-on-signals.ts'
import { outliveReader } from '../../run/outlive-reader.ts'
import { ProgressReporter } from '../../run/progress.ts'
import { type WatchOptions, watchedRun } from '../../run/watched-run.ts'
import { type ForeignServer, foreignServers } from './servers.ts'
import { verdictOn } from './verdict.ts'

/** The limit for one run: several times its duration on two cores. */
const longestMs = 300_000

/** Short delays, for fast runs, with some room for a busy machine. */
const env: NodeJS.ProcessEnv = {
  LATENCY_MS: '10-50',
  EXECUTION_DELAY_MS: '300-450',
  ...process.env,
}

/** Few workers, because each needs a second of CPU time to start. */
const usual = ({ workers = 4 }: ForeignServer) => ['--tags', '@core', '--parallel', `${workers}`]
const watch = ['plugin', 'watch-plugin'].flatMap((name) => [
  '--plugin',
  `./step-definitions/run/${name}.ts`,
])

const pathOf = (url: URL) => relative(process.cwd(), fileURLToPath(url))

function serve({ name }: ForeignServer): ChildProcess {
  const dieWithParent = new URL('../../run/die-with-parent.ts', import.meta.url).href
  const script = pathOf(new URL('servers.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', dieWithParent, script, name], {
    env: { ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
  return child
}

/** The first line that the server prints; rejects if it ends without one. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const line of createInterface(stdout)) return line
  throw new Error('The server did not start.')
}

/** Runs the specification against a server, and compares what it finds with what it should. */
async function judge(
  foreign: ForeignServer,
  options: { readonly args: readonly string[] } & Pick<WatchOptions, 'isShown' | 'onProgress'>,
) {
  const { args, ...shown } = options
  const server = serve(foreign)
  const run = await watchedRun([...watch, ...args], {
    ...shown,
    env: {
      ...env,
      BASE_URL: await addressOf(server),
      DIALECT: pathOf(foreign.dialect),
      PROFILE: 'core',
      REPORTS: `${env.REPORTS || 'reports/foreign'}/${foreign.name}`,
    },
    longestMs,
  })
  server.kill()
  return { run, ...verdictOn(foreign, run) }
}

const given = process.argv.slice(2)
const isName = (text: string) => foreignServers.some(({ name }) => name === text)
const chosen = foreignServers.filter(({ name }) => given.length === 0 || given.includes(name))
const args = given.filter((text) => !isName(text))
const servers = chosen.length > 0 ? chosen : foreignServers

outliveReader()
exitOnSignals()
const progress = new ProgressReporter(servers.length)
const table = new Table({
  head: ['server', 'broken promises', 'verdict'],
  style: { head: [], border: [] },
  colWidths: [36, 44, 17],
  wordWrap: true,
})
for (const foreign of servers) {
  const isShown = servers.length === 1
  const onProgress = progress.begin(foreign.name)
  const { run, broken, differences } = await judge(foreign, {
    args: args.length > 0 ? args : usual(foreign),
    isShown,
    onProgress: isShown ? undefined : onProgress,
  })
  const verdict = differences.length === 0 ? 'as expected' : 'NOT as expected'
  progress.end(foreign.name, verdict, run.seconds, differences)
  if (run.all === 0) progress.say(run.outputTail)
  table.push([`${foreign.name}: ${foreign.about}`, broken.join('\n') || 'none', verdict])
  if (differences.length > 0) process.exitCode = 1
}
process.stdout.write(`${table}\n`)
