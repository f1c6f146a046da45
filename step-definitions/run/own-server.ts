import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parsedJson } from '../support/parsed-json.ts'

const script = fileURLToPath(new URL('../../api/server.ts', import.meta.url))
const dieWithParent = new URL('./die-with-parent.ts', import.meta.url).href
const mutate = new URL('../mutants/mutate.ts', import.meta.url).href

const readyWithinMs = 20_000
const stoppedWithinMs = 5000
const rememberedLines = 40

/** The addresses of the server and, unless it is off, of its control API. */
interface Addresses {
  readonly url: string
  readonly control?: string | undefined
}

/** The fields of a log line that matter here. */
type LogLine = Partial<Addresses> & { readonly level?: number; readonly msg?: string }
const errorLevel = 50

/** papertape on free ports, as a child process. */
export class OwnServer {
  /** What it did wrong, such as logging an error or exiting. */
  readonly faults: string[] = []
  readonly #child: ChildProcess
  readonly #listening = Promise.withResolvers<Addresses>()
  readonly #lastLines: string[] = []
  #isStopping = false

  /** Resolves once it listens; rejects with its last log lines if it does not. */
  static async start(
    settings: Record<string, string>,
  ): Promise<{ url: string; controlUrl: string | undefined; server: OwnServer }> {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: '0',
      CONTROL_PORT: '0',
      ...settings,
    }
    const loaded = env.MUTANT ? [dieWithParent, mutate] : [dieWithParent]
    const server = new OwnServer(
      spawn(process.execPath, [...loaded.flatMap((url) => ['--import', url]), script], {
        env,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      }),
    )
    const addresses = await Promise.race([
      server.#listening.promise,
      once(server.#child, 'exit').then(() => undefined),
      pause(readyWithinMs, undefined, { ref: false }),
    ])
    if (addresses) return { url: addresses.url, controlUrl: addresses.control, server }
    server.#child.kill('SIGKILL')
    throw new Error(`The server did not start.${server.#logTail()}`)
  }

  private constructor(child: ChildProcess) {
    this.#child = child
    // Errors and signals end this process with an exit, so the child always ends too.
    process.once('exit', () => child.kill('SIGKILL'))
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on('line', (line) => this.#readLine(line))
    }
    child.once('exit', (code, signal) => {
      if (this.#isStopping && code === 0) return
      this.faults.push(`The server exited with ${signal ?? `code ${code}`}.${this.#logTail()}`)
    })
  }

  /** Stops it as an operator would; kills it, which is a fault, if it does not stop in time. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#isStopping = true
    // The callback ignores the error of a child that has just exited.
    this.#child.send('stop', () => {})
    const ended = once(this.#child, 'exit')
    const late = pause(stoppedWithinMs, 'late' as const, { ref: false })
    if ((await Promise.race([ended, late])) !== 'late') return
    this.#child.kill('SIGKILL')
    await ended
  }

  #readLine(line: string): void {
    this.#lastLines.push(line)
    if (this.#lastLines.length > rememberedLines) this.#lastLines.shift()
    const { level = 0, msg, url, control } = (parsedJson(line) ?? {}) as LogLine
    if (level >= errorLevel) this.faults.push(`The server logged an error: ${line}`)
    if (msg === 'listening' && url) this.#listening.resolve({ url, control })
  }

  #logTail(): string {
    return [' Its last log lines:', ...this.#lastLines].join('\n  ')
  }
}
