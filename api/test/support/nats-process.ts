import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { connect } from '@nats-io/transport-node'
import { cleanAtExit } from './clean-at-exit.ts'
import { natsServerPath } from './nats-binary.ts'

export type NatsServerOptions = {
  /** False for a server without JetStream. */
  readonly jetStream?: boolean
  /** How many bytes JetStream may store: 1 GB by default. */
  readonly maxStoreBytes?: number
  /** False to sync files to disk every two minutes, which is faster, instead of before each reply. */
  readonly syncAlways?: boolean
}

export type NatsServer = {
  readonly name: string
  readonly url: string
  /** Of the latest process. */
  readonly pid: number | undefined
  readonly state: 'running' | 'frozen' | 'ended'
  /** Starts it, again on the same port and with the same data. Resolves once it accepts clients. */
  start(): Promise<void>
  /** Ends the process with `kill -9`. */
  kill(): Promise<void>
  /** Stops the process where it is. Its connections stay open. */
  freeze(): void
  thaw(): void
  /** Kills it and deletes its data. */
  stop(): Promise<void>
}

const startWithinMs = 15_000
const logLines = 20

/** A server on a port of loopback. It ends with this process at the latest. */
export function createNatsServer(
  name: string,
  port: number,
  options: NatsServerOptions = {},
  cluster?: object,
): NatsServer {
  const folder = mkdtempSync(join(tmpdir(), 'papertape-nats-'))
  const [config, log] = [join(folder, 'nats.conf'), join(folder, 'nats.log')]
  const url = `nats://127.0.0.1:${port}`
  const settings = { server_name: name, listen: `127.0.0.1:${port}`, cluster }
  // nats-server reads JSON too.
  writeFileSync(config, JSON.stringify({ ...settings, jetstream: storeIn(folder, options) }))

  let child: ChildProcess | undefined
  let isFrozen = false
  const isAlive = () => child?.exitCode === null && child.signalCode === null

  async function start(): Promise<void> {
    if (isAlive()) throw new Error(`The server ${name} is running already.`)
    const output = openSync(log, 'a')
    child = spawn(natsServerPath(), ['--config', config], { stdio: ['ignore', output, output] })
    closeSync(output)
    child.on('error', () => {})
    // A server that a test has forgotten must not keep this process alive.
    child.unref()
    isFrozen = false
    const endsAt = performance.now() + startWithinMs
    while (!(await accepts(url, name))) {
      if (!isAlive() || performance.now() > endsAt) {
        await kill()
        const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-logLines).join('\n')
        throw new Error(`nats-server ${name} has not started on port ${port}:\n${tail}`)
      }
      await setTimeout(20)
    }
  }

  async function kill(): Promise<void> {
    if (!(child && isAlive())) return
    child.ref()
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }

  function clean(): void {
    child?.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  const release = cleanAtExit(clean)

  return {
    name,
    url,
    get pid() {
      return child?.pid
    },
    get state() {
      if (!isAlive()) return 'ended'
      return isFrozen ? 'frozen' : 'running'
    },
    start,
    kill,
    freeze() {
      isFrozen = child?.kill('SIGSTOP') ?? false
    },
    thaw() {
      child?.kill('SIGCONT')
      isFrozen = false
    },
    async stop() {
      await kill()
      clean()
      release()
    },
  }
}

function storeIn(
  folder: string,
  { jetStream = true, maxStoreBytes = 2 ** 30, syncAlways = true }: NatsServerOptions,
) {
  if (!jetStream) return
  return {
    store_dir: folder,
    max_file: maxStoreBytes,
    max_mem: 2 ** 26,
    sync_interval: syncAlways ? 'always' : '2m',
  }
}

/** Another server may have taken the port, so the name counts. */
async function accepts(url: string, name: string): Promise<boolean> {
  try {
    const connection = await connect({ servers: url, reconnect: false, timeout: 1000 })
    const isOurs = connection.info?.server_name === name
    await connection.close()
    return isOurs
  } catch {
    return false
  }
}
