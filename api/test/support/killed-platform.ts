import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

const server = fileURLToPath(new URL('../../server.ts', import.meta.url))

/** A platform in a process of its own, which can be killed and started again on the same port. */
export async function createKilledPlatform(settings: Readonly<Record<string, string>>) {
  const port = await freePort()
  const { PATH, NODE_COMPILE_CACHE } = process.env
  let child: ChildProcess

  /** Resolves once the platform listens. */
  async function start(): Promise<void> {
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', server], {
      env: { PATH, NODE_COMPILE_CACHE, PORT: `${port}`, CONTROL: 'off', ...settings },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let output = ''
    for await (const chunk of child.stdout ?? []) {
      output += chunk
      if (output.includes('"listening"')) {
        child.stdout?.on('data', () => {})
        return
      }
    }
    throw new Error(`The platform has not started: ${output}`)
  }

  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    start,
    /** Ends the process with `kill -9`. */
    async kill(): Promise<void> {
      const closed = once(child, 'close')
      child.kill('SIGKILL')
      await closed
    },
  }
}
