import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { get, type RequestOptions } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { WebSocket } from 'ws'
import { freePort } from './test/support/free-port.ts'

const { PATH, NODE_COMPILE_CACHE } = process.env
const server = fileURLToPath(new URL('server.ts', import.meta.url))

const withoutSignals = process.platform === 'win32' && 'Windows has no signals'

/** Starts the server; `flags` are options of Node. */
function run(
  environment: Record<string, string>,
  args: readonly string[] = [],
  flags: readonly string[] = [],
) {
  const child = spawn(process.execPath, [...flags, server, ...args], {
    env: { PATH, NODE_COMPILE_CACHE, PORT: '0', CONTROL_PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  after(() => child.kill('SIGKILL'))
  return child
}

/** The exit code and the output of a finished run. */
async function ended(child: ChildProcess) {
  const out = text(child.stdout as NodeJS.ReadableStream)
  const err = text(child.stderr as NodeJS.ReadableStream)
  const [code] = await once(child, 'close')
  return { code, out: await out, err: await err }
}

/** Stops a server. Returns its standard error output. */
async function stopped(child: ChildProcess): Promise<string> {
  const err = text(child.stderr as NodeJS.ReadableStream)
  child.kill('SIGTERM')
  const [code] = await once(child, 'close')
  assert.equal(code, 0)
  return err
}

/** Node's options to load a module before the server. */
const preloaded = (source: string) => [
  '--import',
  `data:text/javascript,${encodeURIComponent(source)}`,
]

/** Makes real time pass ten times as fast. */
const quick = preloaded(`
  const now = performance.now.bind(performance)
  performance.now = () => 10 * now()`)

/** Simulates a suspension of an hour once the server listens: only the system time advances. */
const suspended = preloaded(`
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (line, ...rest) => {
    const now = Date.now
    if (line.includes('"listening"')) Date.now = () => now() + 3_600_000
    return write(line, ...rest)
  }`)

/** The next log line with this message. */
async function logged(
  child: ChildProcess,
  message: string | RegExp,
): Promise<Record<string, unknown>> {
  let seen = ''
  for await (const chunk of (child.stdout as Readable).iterator({ destroyOnReturn: false })) {
    seen += chunk
    const lines = seen
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
    const line = lines.find(({ msg }) =>
      typeof message === 'string' ? msg === message : message.test(msg),
    )
    if (line) return line
  }
  throw new Error(`No line says ${message}: ${seen}`)
}

/** The status of the reply to a request with any Host header. */
const statusOf = (options: RequestOptions): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(options, (reply) => {
      reply.resume()
      resolve(reply.statusCode)
    }).on('error', reject)
  })

describe('The server', () => {
  test('accepts arguments and settings, logs them and its URL, and answers there', async () => {
    const child = run({ SEED: 'a seed', LATENCY_MS: '5' }, ['--latency-ms=7'])
    const { url, seed, latency } = await logged(child, 'listening')

    assert.deepEqual([seed, latency], ['a seed', { minMs: 7, maxMs: 7 }])
    assert.deepEqual(await (await fetch(`${url}/health`)).json(), { status: 'ok' })
  })

  test('shows a seed without the escape codes of a terminal', {
    skip: withoutSignals,
  }, async () => {
    const child = run({ SEED: 'a\u001b[31m\u009b31m' })
    await logged(child, 'listening')

    assert.match(await stopped(child), /, seed a\\u001b\[31m\\u009b31m\n/)
  })

  test('keeps orders in the file that STORE names, and says so', {
    skip: withoutSignals,
  }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'papertape-server-'))
    t.after(() => rm(folder, { recursive: true }))
    const STORE = join(folder, 'papertape.db')
    const settings = { STORE, LATENCY_MS: '0', EXECUTION_DELAY_MS: '0' }
    const first = run({ ...settings, SEED: 'first' })
    const { url } = await logged(first, 'listening')
    const placed = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1 }),
    })
    assert.equal(placed.status, 201)
    const { orderId } = (await placed.json()) as { orderId: string }

    const second = await ended(run(settings))
    const inUse = `papertape cannot start: ${STORE} is in use by another process, probably another papertape. Stop it, or choose another file.\n`
    assert.deepEqual([second.code, second.err], [1, inUse])
    assert.match(
      await stopped(first),
      /Store {7}\S+ \(SQLite\) keeps main and venues opened with durable: true\. Found 1 venue, 0 events\.\n/,
    )
    assert.deepEqual(await readdir(folder), ['papertape.db'])

    const third = run({ ...settings, SEED: 'third', LATENCY_MS: '7', EXECUTION_DELAY_MS: '9' })
    const again = await logged(third, 'listening')
    assert.equal(again.seed, 'first')
    assert.deepEqual(again.latency, { minMs: 7, maxMs: 7 })
    const state = await fetch(`${again.control}/venues/main`)
    assert.equal(((await state.json()) as { latencyMs: number }).latencyMs, 7)
    await fetch(`${again.control}/venues/main/latency`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ before: 5 }),
    })
    assert.equal((await fetch(`${again.url}/orders/${orderId}`)).status, 200)
    const text = await stopped(third)
    assert.match(
      text,
      /^papertape: SEED is "third", but the main venue in \S+ \(SQLite\) was created with "first", which it keeps\. For another seed, use another store\.\n/,
    )
    assert.match(text, /Found 1 venue, 2 events\.\n/)
    assert.match(text, /latency 7 ms, execution delay 9 ms, seed first\n/)

    const fourth = run(settings)
    const { latency } = await logged(fourth, 'listening')
    const { before } = latency as { before: Record<string, object> }
    assert.deepEqual(before['POST /orders'], { minMs: 5, maxMs: 5 })
    assert.match(
      await stopped(fourth),
      /latency set by the control API, execution delay 0 ms, seed first\n/,
    )
  })

  test('says that orders in memory are gone when it stops', { skip: withoutSignals }, async () => {
    const child = run({})
    await logged(child, 'listening')

    assert.match(await stopped(child), /Store {7}memory: orders are gone when the platform stops\n/)
  })

  test('warns if a request waits and nobody advances its held clock', async () => {
    const child = run({ LATENCY_MS: '500' }, [], quick)
    const { url, control } = await logged(child, 'listening')
    const headers = { 'content-type': 'application/json' }
    const body = '{ "name": "mine", "clock": { "mode": "held" } }'
    await fetch(`${control}/venues`, { method: 'POST', headers, body })
    const pending = fetch(`${url}/orders`, { headers: { venue: 'mine' } }).catch(() => {})

    const { level, venue, count } = await logged(
      child,
      '1 request waits until 2026-01-01T00:00:00.500Z on the held clock of the venue "mine", which nobody has moved for 2 s. To move it: POST /venues/mine/clock/advance {"untilIdle":true} of the control API',
    )
    child.kill('SIGKILL')

    assert.deepEqual([level, venue, count], [40, 'mine', 1])
    await pending
  })

  test('uses the system time after the machine was suspended, and logs it', async () => {
    const child = run({ LATENCY_MS: '0' }, [], suspended)
    const { url } = await logged(child, 'listening')

    const headers = { 'content-type': 'application/json' }
    const body = '{"symbol":"EURUSD","side":"BUY","quantity":1}'
    const placing = fetch(`${url}/orders`, { method: 'POST', headers, body })
    const { level, ms } = await logged(child, /^the clock was \d+ ms behind the system time/)
    const { placedAt } = (await (await placing).json()) as { placedAt: string }

    assert.equal(level, 40)
    for (const lateMs of [Number(ms), Date.parse(placedAt) - Date.now()]) {
      assert.ok(Math.abs(lateMs - 3_600_000) < 60_000, `${lateMs} ms`)
    }
  })

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    test(`on ${signal} finishes requests in flight, closes streams, and exits with 0`, {
      skip: withoutSignals,
    }, async () => {
      const child = run({ LATENCY_MS: '300' })
      const { url } = await logged(child, 'listening')
      const socket = new WebSocket(`${String(url).replace('http', 'ws')}/ws`)
      await once(socket, 'open')
      const pending = fetch(`${url}/orders`)
      // After the reply to a later request, the earlier one has arrived.
      await fetch(`${url}/health`)

      child.kill(signal)
      const [[code], [closeCode], reply] = await Promise.all([
        once(child, 'exit'),
        once(socket, 'close'),
        pending,
      ])

      assert.equal(code, 0)
      assert.equal(closeCode, 1001)
      assert.equal(reply.status, 200)
    })
  }

  test('stops when a script runner ends that did not pass on the signal', {
    skip: withoutSignals,
  }, async () => {
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${server}"; :`], {
      env: { PATH, NODE_COMPILE_CACHE, PORT: '0', CONTROL: 'off', npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let log = ''
    shell.stdout.on('data', (chunk) => {
      log += chunk
      if (log.includes('listening')) shell.kill('SIGTERM')
    })
    // The pipe closes when the server has exited.
    await once(shell.stdout, 'close')

    assert.match(log, /"msg":"stopped"/)
  })

  test('answers and stops normally if the reader of its output has gone', {
    skip: withoutSignals,
  }, async () => {
    const child = run({ LOG_LEVEL: 'debug' })
    const { url } = await logged(child, 'listening')
    child.stdout?.destroy()
    child.stderr?.destroy()
    for (let nth = 0; nth < 3; nth++) {
      assert.equal((await fetch(`${url}/health`)).status, 200)
    }

    child.kill('SIGTERM')
    const [code] = await once(child, 'exit')

    assert.equal(code, 0)
  })

  const full = '/dev/full'
  test('starts, answers and stops normally if its output goes to a full disk', {
    skip: !existsSync(full) && 'this system has no /dev/full',
  }, async () => {
    const disk = openSync(full, 'w')
    after(() => closeSync(disk))
    const port = await freePort()
    const child = spawn(process.execPath, [server], {
      env: { PATH, NODE_COMPILE_CACHE, PORT: `${port}`, CONTROL: 'off', LOG_LEVEL: 'debug' },
      stdio: ['ignore', disk, disk],
    })
    after(() => child.kill('SIGKILL'))
    const exit = once(child, 'exit')
    const status = () =>
      fetch(`http://127.0.0.1:${port}/health`).then(
        (reply) => reply.status,
        () => undefined,
      )
    while (child.exitCode === null && (await status()) === undefined) await setTimeout(20)
    assert.deepEqual([await status(), child.exitCode], [200, null])

    child.kill('SIGTERM')
    assert.deepEqual(await exit, [0, null])
  })

  test('lists all invalid settings, warns about a misspelt one, and exits with 1', async () => {
    const settings = { PORT: 'eighty', LATENCY_MS: '9-1', LOG_LEVEL: 'loud', EXECUTION_DELAY: '0' }
    const { code, err } = await ended(run(settings))

    assert.equal(code, 1)
    assert.match(
      err,
      /^papertape: the environment variable EXECUTION_DELAY .* did you mean EXECUTION_DELAY_MS\?$/m,
    )
    assert.match(err, /PORT must be a whole number from 0 to 65535, but is "eighty"/)
    assert.match(err, /LATENCY_MS must be milliseconds .* but is "9-1"/)
    assert.match(err, /LOG_LEVEL must be one of trace, debug, .* but is "loud"/)
    assert.doesNotMatch(err, /\n +at /)
  })

  test('reports an unknown argument in one line, and exits with 1', async () => {
    const { code, err } = await ended(run({}, ['--prot', '9000']))
    assert.equal(code, 1)
    assert.equal(err, 'papertape cannot start: Unknown option --prot. Did you mean --port?\n')
  })

  test('prints its settings on --help, and exits with 0', async () => {
    const { code, out, err } = await ended(run({ PORT: 'eighty' }, ['--help']))

    assert.deepEqual([code, err], [0, ''])
    assert.match(out, /--execution-delay-ms, EXECUTION_DELAY_MS \(default 1500-3000\)/)
  })

  test('accepts control requests on a published port, with an allowed host', async () => {
    const child = run({
      CONTROL_HOST: '0.0.0.0',
      CONTROL_TOKEN: 'none',
      CONTROL_ALLOWED_HOSTS: 'localhost',
    })
    const { control } = await logged(child, 'listening')
    const { port } = new URL(String(control))
    const ask = (host: string) =>
      statusOf({ port, host: '127.0.0.1', path: '/venues', headers: { host } })

    assert.equal(await ask(`localhost:${port}`), 200)
    assert.equal(await ask(`evil.example:${port}`), 403)
  })

  test('reports a host that is not an address of this machine, and exits with 1', async () => {
    const elsewhere = '192.0.2.1'
    for (const [name, settings] of [
      ['HOST (--host)', { HOST: elsewhere }],
      [
        'CONTROL_HOST (--control-host)',
        { PORT: '0', CONTROL_HOST: elsewhere, CONTROL_TOKEN: 'secret' },
      ],
    ] as const) {
      const { code, err } = await ended(run(settings))
      assert.equal(code, 1)
      assert.ok(err.startsWith(`papertape cannot start: ${name} is not an address of this`), err)
    }
  })

  for (const [name, settings] of [
    ['PORT (--port)', (port: string) => ({ PORT: port, CONTROL_PORT: port })],
    ['CONTROL_PORT (--control-port)', (port: string) => ({ CONTROL_PORT: port })],
  ] as const) {
    test(`reports in one line that its ${name} is in use, and exits with 1`, async () => {
      const other = createServer().listen(0, '127.0.0.1')
      after(() => other.close())
      await once(other, 'listening')
      const { port } = other.address() as { port: number }

      const { code, err } = await ended(run(settings(String(port))))

      assert.equal(code, 1)
      assert.equal(
        err,
        `papertape cannot start: 127.0.0.1:${port} is already in use. Stop the other program, or set another ${name}.\n`,
      )
    })
  }
})
