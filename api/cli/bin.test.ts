import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }
import { createSimulator, type Simulator } from '../simulator.ts'

const bin = fileURLToPath(new URL('bin.ts', import.meta.url))
const { PATH } = process.env

const start = (args: readonly string[], stdout: 'pipe' | number = 'pipe') =>
  spawn(process.execPath, [bin, ...args], { env: { PATH }, stdio: ['ignore', stdout, 'pipe'] })

/** The exit code and the output of a run. */
async function ended(child: ChildProcess) {
  const output = [child.stdout, child.stderr].map((stream) => (stream ? text(stream) : ''))
  const [code] = await once(child, 'close')
  const [out = '', err = ''] = await Promise.all(output)
  return { code, out, err }
}

const run = (...args: string[]) => ended(start(args))

describe('papertape', { timeout: 60_000 }, () => {
  test('lists its commands and exit codes, and knows its version', async () => {
    const { code, out } = await run('--help')
    assert.equal(code, 0)
    for (const command of ['serve', 'watch', 'spec URL', 'replay FILE', 'Exit codes:']) {
      assert.ok(out.includes(`\n  ${command}`) || out.includes(`\n${command}`), command)
    }
    const version = { code: 0, out: `${packageJson.version}\n`, err: '' }
    assert.deepEqual(await run('--version'), version)
  })

  for (const [command, shown] of [
    ['serve', '--latency-ms, LATENCY_MS'],
    ['watch', '--from POSITION'],
    ['spec', '--dialect FILE'],
    ['replay', 'papertape replay FILE'],
  ] as const) {
    test(`${command} --help lists its options`, async () => {
      const { code, out, err } = await run(command, '--help')
      assert.deepEqual([code, err], [0, ''])
      assert.ok(out.includes(shown), out)
      assert.deepEqual(
        out.split('\n').filter((line) => line.length > 90),
        [],
      )
    })
  }

  for (const [typed, code, advice] of [
    ['wtach', 2, 'papertape: Unknown command "wtach". Did you mean watch?'],
    ['xyz', 2, 'papertape: Unknown command "xyz". --help lists all commands.'],
    ['constructor', 2, 'papertape: Unknown command "constructor". --help lists all commands.'],
    ['--prot 9000', 1, 'papertape cannot start: Unknown option --prot. Did you mean --port?'],
    ['serve --sed 1', 1, 'papertape cannot start: Unknown option --sed. Did you mean --seed?'],
    ['watch --form 0', 2, 'papertape watch: Unknown option --form. Did you mean --from?'],
    ['watch --from x', 2, 'papertape watch: --from must be a position such as 0 or 42'],
    ['watch --json=x', 2, 'papertape watch: --json takes no value'],
    ['watch here', 2, 'papertape watch: Unexpected argument "here"'],
    ['spec', 2, 'papertape spec: URL is missing'],
    [
      'spec http://x --dialekt f',
      2,
      'papertape spec: Unknown option --dialekt. Did you mean --dialect?',
    ],
    ['spec http://x', 2, `another package: npm install papertape-spec@${packageJson.version},`],
    ['replay', 2, 'papertape replay: FILE is missing'],
    ['replay nowhere.json', 1, 'nowhere.json'],
  ] as const) {
    test(`refuses ${typed}`, async () => {
      const result = await run(...typed.split(' '))
      assert.deepEqual([result.code, result.out], [code, ''])
      assert.ok(result.err.includes(advice), result.err)
    })
  }

  test('exits with 1 if its output cannot be written', {
    skip: !existsSync('/dev/full') && 'there is no /dev/full',
  }, async () => {
    const full = openSync('/dev/full', 'w')
    const { code, err } = await ended(start(['--help'], full))
    closeSync(full)
    assert.deepEqual([code, err.includes('Cannot write the output: ENOSPC')], [1, true])
  })
})

describe('papertape watch', { timeout: 60_000 }, () => {
  let simulator: Simulator
  before(async () => {
    simulator = await createSimulator()
  })
  after(() => simulator.close())

  async function place(): Promise<string> {
    const reply = await fetch(`${simulator.url}/orders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 }),
    })
    return ((await reply.json()) as { orderId: string }).orderId
  }

  const watch = (...args: string[]) => start(['watch', '--url', simulator.url, ...args])
  const nextLine = async (child: ChildProcess): Promise<string> => {
    const lines = createInterface(child.stdout as NodeJS.ReadableStream)
    const [line] = await once(lines, 'line')
    return line
  }

  test('prints a change as a plain line, and stops with 0 on a signal', {
    skip: process.platform === 'win32' && 'Windows has no signals',
  }, async () => {
    const orderId = await place()
    const child = watch('--from', '0', '--order-id', orderId)

    assert.match(
      await nextLine(child),
      new RegExp(`^\\d+ [\\d:.]{12} PENDING BUY 1000 EURUSD ${orderId}$`),
    )
    child.kill('SIGINT')
    const { code, err } = await ended(child)
    assert.deepEqual([code, err], [0, ''])
  })

  test('prints the selected messages as JSON, and stops with 0 when the reader has gone', async () => {
    const orderId = await place()
    await simulator.advance({ untilIdle: true })
    const child = watch('--from=0', '--json', `--order-id=${orderId}`, '--order-status', 'PENDING')
    const { type, ...order } = JSON.parse(await nextLine(child))
    assert.deepEqual([type, order.orderId, order.orderStatus], ['order', orderId, 'PENDING'])

    const follower = watch('--from', '0')
    await nextLine(follower)
    follower.stdout?.destroy()
    const end = once(follower, 'close')
    await place()
    assert.deepEqual(await end, [0, null])
    child.kill('SIGKILL')
  })

  test('exits with 1 if the platform refuses', async () => {
    const { code, err } = await ended(watch('--order-status', 'FOO'))
    assert.equal(code, 1)
    assert.match(err, /^papertape watch: 400 INVALID_REQUEST: .*PENDING/)
  })
})

describe('papertape replay', { timeout: 60_000 }, () => {
  test('plays a recording', async () => {
    const simulator = await createSimulator()
    const recording = await (await fetch(`${simulator.controlUrl}/venues/main/recording`)).text()
    await simulator.close()
    const folder = await mkdtemp(join(tmpdir(), 'papertape-replay-'))
    const file = join(folder, 'recording.json')
    await writeFile(file, recording)

    const { code, out } = await run('replay', file)
    await rm(folder, { recursive: true })
    assert.equal(code, 0)
    assert.match(out, /^digest {3}same: /m)
  })
})
