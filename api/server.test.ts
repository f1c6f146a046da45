import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'

const { PATH, NODE_COMPILE_CACHE } = process.env
const server = fileURLToPath(new URL('server.ts', import.meta.url))

function run(environment: Record<string, string>) {
  const child = spawn(process.execPath, [server], {
    env: { PATH, NODE_COMPILE_CACHE, PORT: '0', CONTROL_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  after(() => child.kill('SIGKILL'))
  return child
}

/** The end of a run: its exit code and what it wrote. */
async function ended(child: ChildProcess) {
  const out = text(child.stdout as NodeJS.ReadableStream)
  const err = text(child.stderr as NodeJS.ReadableStream)
  const [code] = await once(child, 'close')
  return { code, out: await out, err: await err }
}

/** The first log line that has this message. */
async function logged(child: ChildProcess, message: string): Promise<Record<string, unknown>> {
  let seen = ''
  for await (const chunk of child.stdout as NodeJS.ReadableStream) {
    seen += chunk
    const lines = seen
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
    const line = lines.find(({ msg }) => msg === message)
    if (line) return line
  }
  throw new Error(`No line says ${message}: ${seen}`)
}

describe('The server', () => {
  test('says where it listens and with which seed, and answers there', async () => {
    const child = run({ SEED: 'a seed', LATENCY_MS: '0' })
    const { url, seed } = await logged(child, 'listening')

    assert.equal(seed, 'a seed')
    assert.deepEqual(await (await fetch(`${url}/health`)).json(), { status: 'ok' })
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`on ${signal} finishes what is in flight, tells clients, and exits with 0`, async () => {
      const child = run({ LATENCY_MS: '300' })
      const { url } = await logged(child, 'listening')
      const socket = new WebSocket(`${String(url).replace('http', 'ws')}/ws`)
      await once(socket, 'open')
      const asked = fetch(`${url}/orders`)
      // The reply to a later request comes when the earlier one has arrived, too.
      await fetch(`${url}/health`)

      child.kill(signal)
      const [[code], [closeCode], reply] = await Promise.all([
        once(child, 'exit'),
        once(socket, 'close'),
        asked,
      ])

      assert.equal(code, 0)
      assert.equal(closeCode, 1001)
      assert.equal(reply.status, 200)
    })
  }

  test('stops also when a script runner ends that has kept a signal to itself', async () => {
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${server}"; :`], {
      env: { PATH, NODE_COMPILE_CACHE, PORT: '0', CONTROL: 'off', npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let log = ''
    shell.stdout.on('data', (chunk) => {
      log += chunk
      if (log.includes('listening')) shell.kill('SIGTERM')
    })
    // Its end of the pipe is closed when it has ended itself.
    await once(shell.stdout, 'close')

    assert.match(log, /"msg":"stopped"/)
  })

  test('stops also when nobody reads its log any more', async () => {
    const child = run({})
    await logged(child, 'listening')
    child.stdout?.destroy()

    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')

    assert.equal(code, 0)
  })

  test('names every bad setting in one go and exits with 1', async () => {
    const { code, err } = await ended(run({ PORT: 'eighty', LATENCY_MS: '9-1', LOG_LEVEL: 'loud' }))

    assert.equal(code, 1)
    assert.match(err, /PORT must be a whole number from 0 to 65535, but is "eighty"/)
    assert.match(err, /LATENCY_MS must be milliseconds .* but is "9-1"/)
    assert.match(err, /LOG_LEVEL must be one of trace, debug, .* but is "loud"/)
    assert.doesNotMatch(err, /\n +at /)
  })

  test('says which host is none of this machine and exits with 1', async () => {
    const elsewhere = '192.0.2.1'
    for (const [name, settings] of [
      ['HOST', { HOST: elsewhere }],
      ['CONTROL_HOST', { PORT: '0', CONTROL_HOST: elsewhere, CONTROL_TOKEN: 'secret' }],
    ] as const) {
      const { code, err } = await ended(run(settings))
      assert.equal(code, 1)
      assert.ok(err.startsWith(`papertape cannot start: ${name} is no address of this`), err)
    }
  })

  for (const [name, settings] of [
    ['PORT', (port: string) => ({ PORT: port, CONTROL_PORT: port })],
    ['CONTROL_PORT', (port: string) => ({ CONTROL_PORT: port })],
  ] as const) {
    test(`says in one line that its ${name} is in use and exits with 1`, async () => {
      const other = createServer().listen(0, '127.0.0.1')
      after(() => other.close())
      await once(other, 'listening')
      const { port } = other.address() as { port: number }

      const { code, err } = await ended(run(settings(String(port))))

      assert.equal(code, 1)
      assert.equal(
        err,
        `papertape cannot start: 127.0.0.1:${port} is in use: stop what listens there, or choose another ${name}.\n`,
      )
    })
  }
})
