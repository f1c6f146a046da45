import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const script = fileURLToPath(new URL('../../api/server.ts', import.meta.url))
const dieWithParent = new URL('./die-with-parent.ts', import.meta.url).href

const readyWithinMs = 20_000
const stoppedWithinMs = 5000
const rememberedLines = 40

/** A platform of our own, on a free port, for as long as the specification runs. */
export class OwnServer {
  readonly url: string
  /** What went wrong with it during the run; undefined while nothing did. */
  fault: string | undefined
  readonly #child: ChildProcess
  readonly #lastLines: string[]

  /** Starts it and waits until it says where it listens; rejects with its last words if it dies. */
  static async start(settings: Record<string, string>): Promise<OwnServer> {
    const child = spawn(process.execPath, ['--import', dieWithParent, script], {
      env: { ...process.env, HOST: '127.0.0.1', PORT: '0', ...settings },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    // However this process ends, the child ends: `exit` covers errors, signals are turned into it.
    process.once('exit', () => child.kill('SIGKILL'))
    const lastLines: string[] = []
    const url = await Promise.race([
      announcedAddress(child, lastLines),
      once(child, 'exit').then(() => undefined),
      pause(readyWithinMs, undefined, { ref: false }),
    ])
    if (url) return new OwnServer(url, child, lastLines)

    child.kill('SIGKILL')
    const said = lastLines.map((line) => `  ${line}`).join('\n')
    throw new Error(`The server did not start. It said:\n${said || '  nothing'}`)
  }

  private constructor(url: string, child: ChildProcess, lastLines: string[]) {
    this.url = url
    this.#child = child
    this.#lastLines = lastLines
    child.once('exit', (code, signal) => {
      this.fault = `The server died during the run (${signal ?? `exit code ${code}`}). It said last:\n  ${this.#lastLines.join('\n  ')}`
    })
  }

  /** Asks it to stop, as an operator would, and finds fault with it if it does not obey. */
  async stop(): Promise<void> {
    if (this.fault) return
    this.#child.removeAllListeners('exit')
    this.#child.kill('SIGTERM')
    const ended = await Promise.race([
      once(this.#child, 'exit'),
      pause(stoppedWithinMs, undefined, { ref: false }),
    ])
    if (!ended) this.fault = `The server was still there ${stoppedWithinMs} ms after SIGTERM.`
    else if (ended[0] !== 0)
      this.fault = `The server stopped with ${ended[0] ?? ended[1]}, not with exit code 0.`
    this.#child.kill('SIGKILL')
  }
}

/** Reads all that the server says, for as long as it lives; resolves with where it listens. */
function announcedAddress(child: ChildProcess, lastLines: string[]): Promise<string> {
  return new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface(stream).on('line', (line) => {
        lastLines.push(line)
        if (lastLines.length > rememberedLines) lastLines.shift()
        const address = addressIn(line)
        if (address) resolve(address)
      })
    }
  })
}

function addressIn(line: string): string | undefined {
  if (!line.includes('"listening"')) return undefined
  try {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string }
    return msg === 'listening' ? url : undefined
  } catch {
    return undefined
  }
}
