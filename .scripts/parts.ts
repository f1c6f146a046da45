import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'
import { reports } from '../step-definitions/reports/files.ts'
import { type Counts, countsIn } from './junit.ts'

/** The result of a part of `npm test`. */
export interface Ended {
  readonly name: string
  readonly isOk: boolean
  readonly tookMs: number
  /** Undefined for a part that counts nothing. */
  readonly counts?: Counts | undefined
  /** Its output; empty if it wrote to the terminal itself. */
  readonly output: string
}

/** Runs an npm script that checks the sources, at the lowest priority, and captures its output. */
export async function check(name: string, signal: AbortSignal): Promise<Ended> {
  const startedAt = performance.now()
  const env = { ...process.env, ...(process.stdout.hasColors?.() && { FORCE_COLOR: '1' }) }
  const child = start(['--run', name], { signal, env, stdio: ['ignore', 'pipe', 'pipe'] })
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const isOk = await succeeds(child)
  const tookMs = performance.now() - startedAt
  return { name, isOk, tookMs, output: output && `\n${name}:\n${output}` }
}

/** V8 collects garbage less often, which saves a twentieth of the CPU time. */
export const lessGarbageCollection = '--max-semi-space-size=32'

/** Runs the specification, which writes to the terminal itself. */
export async function specification(signal: AbortSignal): Promise<Ended> {
  const startedAt = performance.now()
  await rm(reports.junit, { force: true })
  const isOk = await succeeds(
    start([lessGarbageCollection, 'step-definitions/run/start.ts'], { signal, stdio: 'inherit' }),
  )
  const report = await readFile(reports.junit, 'utf8').catch(() => '')
  const tookMs = performance.now() - startedAt
  return { name: 'spec', isOk, tookMs, counts: countsIn(report), output: '' }
}

const start = (args: readonly string[], options: SpawnOptions) =>
  spawn(process.execPath, args, options)

async function succeeds(child: ChildProcess): Promise<boolean> {
  try {
    const [code] = await once(child, 'close')
    return code === 0
  } catch {
    return false
  }
}
