import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { cleanAtExit } from './clean-at-exit.ts'
import { lastingPort } from './free-port.ts'

const server = fileURLToPath(new URL('../../server.ts', import.meta.url))

export type KilledPlatform = Awaited<ReturnType<typeof createKilledPlatform>>

/** A platform in a process of its own, which can be killed and started again on the same ports. */
export async function createKilledPlatform(settings: Readonly<Record<string, string>>) {
  const [port, controlPort] = [await lastingPort(), await lastingPort()]
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const fixed = { PATH, NODE_COMPILE_CACHE, PORT: `${port}`, CONTROL_PORT: `${controlPort}` }
  let child: ChildProcess
  let output = ''

  /** Resolves once the platform listens. */
  async function start(): Promise<void> {
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', server], {
      env: { ...fixed, LOG_LEVEL: 'info', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    output = ''
    const started = Promise.withResolvers<void>()
    const note = (chunk: Buffer) => {
      output += chunk
      if (output.includes('"listening"')) started.resolve()
    }
    child.stdout?.on('data', note)
    child.stderr?.on('data', note)
    child.once('exit', () => started.reject(new Error(`The platform has ended: ${output}`)))
    await started.promise
  }

  cleanAtExit(() => child.kill('SIGKILL'))
  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    controlUrl: `http://127.0.0.1:${controlPort}`,
    /** What the latest process has written. */
    get output() {
      return output
    },
    start,
    /** Ends the process with `kill -9`. */
    async kill(): Promise<void> {
      if (child.exitCode !== null || child.signalCode !== null) return
      const closed = once(child, 'close')
      child.kill('SIGKILL')
      await closed
    },
    /** Asks the process to stop. Resolves when it has ended. */
    async terminate(): Promise<void> {
      const closed = once(child, 'close')
      child.kill('SIGTERM')
      await closed
    },
    /** Stops the process where it is. Its connections stay open. */
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
  }
}
