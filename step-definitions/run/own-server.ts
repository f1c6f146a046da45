import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../api/server.ts', import.meta.url))
const dieWithParent = new URL('./die-with-parent.ts', import.meta.url).href
const mutate = new URL('../mutants/mutate.ts', import.meta.url).href

const readyWithinMs = 20_000
const stoppedWithinMs = 5000
const rememberedLines = 40

/** Where it listens, and where its control API does unless that is off. */
interface Addresses {
  readonly url: string
  readonly control?: string | undefined
}

/** A line of its log, as far as it matters here. */
type LogLine = Partial<Addresses> & { readonly level?: number; readonly msg?: string }
const errorLevel = 50

/** A platform of our own, on a free port, for as long as the specification runs. */
export class OwnServer {
  /** What it did that a good server does not do, such as to log an error or to die. */
  readonly faults: string[] = []
  readonly #child: ChildProcess
  readonly #listening = Promise.withResolvers<Addresses>()
  readonly #lastLines: string[] = []
  #isStopping = false

  /** Starts it and waits until it listens; rejects with its last words if it does not. */
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
    throw new Error(`The server did not start.${server.#lastWords()}`)
  }

  private constructor(child: ChildProcess) {
    this.#child = child
    // However this process ends, the child ends: errors and signals end in an exit.
    process.once('exit', () => child.kill('SIGKILL'))
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface(stream).on('line', (line) => this.#hear(line))
    }
    child.once('exit', (code, signal) => {
      if (this.#isStopping && code === 0) return
      this.faults.push(
        `The server ended with ${signal ?? `exit code ${code}`}.${this.#lastWords()}`,
      )
    })
  }

  /** Asks it to stop, as an operator would, and finds fault with it if it does not obey. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#isStopping = true
    // Fails where it has just ended by itself.
    this.#child.send('stop', () => {})
    const ended = once(this.#child, 'exit')
    const late = pause(stoppedWithinMs, 'late' as const, { ref: false })
    if ((await Promise.race([ended, late])) !== 'late') return
    this.#child.kill('SIGKILL')
    await ended
  }

  #hear(line: string): void {
    this.#lastLines.push(line)
    if (this.#lastLines.length > rememberedLines) this.#lastLines.shift()
    const { level = 0, msg, url, control } = parsed(line)
    if (level >= errorLevel) this.faults.push(`The server logged an error: ${line}`)
    if (msg === 'listening' && url) this.#listening.resolve({ url, control })
  }

  #lastWords(): string {
    return [' It said last:', ...this.#lastLines].join('\n  ')
  }
}

function parsed(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine
  } catch {
    return {}
  }
}
