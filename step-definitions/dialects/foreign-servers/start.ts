/**
 * `npm run spec:foreign`: starts the minimal server on a free port, runs the specification against
 * it in its dialect, and stops it. Takes the arguments of `npm run spec`, and exits with its code.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { relative } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const fileBeside = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Starts a process. Both processes take their delays from the environment. */
function start(script: string, args: readonly string[], env: object, output: 'pipe' | 'inherit') {
  const dieWithParent = new URL('../run/die-with-parent.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--import', dieWithParent, fileBeside(script), ...args], {
    env: { ...process.env, ...env },
    stdio: ['inherit', output, 'inherit', 'ipc'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
  return child
}

/** The first line that the server prints; rejects if it ends without one. */
async function addressOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout) for await (const line of createInterface(stdout)) return line
  throw new Error('The minimal server did not start.')
}

const server = start('minimal-server.ts', [], { PORT: '0' }, 'pipe')
const environment = {
  BASE_URL: await addressOf(server),
  DIALECT: relative(process.cwd(), fileBeside('minimal-server.json')),
  PROFILE: 'core',
  REPORTS: process.env.REPORTS || 'reports/foreign',
}
const specification = start('../run/start.ts', process.argv.slice(2), environment, 'inherit')
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => specification.kill(signal))
}
const [code] = (await once(specification, 'exit')) as [number | null]
process.exit(code ?? 1)
