import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const { PATH, NODE_COMPILE_CACHE } = process.env
const env = { PATH, NODE_COMPILE_CACHE }

/** Source of a function that allocates about 1 MB a turn, up to 100 MB or until `isEnough`. */
const allocate = `async (isEnough) => {
  const taken = []
  for (let turn = 0; turn < 100 && !isEnough(); turn++) {
    taken.push(Array.from({ length: 25_000 }, (_, nth) => ({ nth })))
    await new Promise(setImmediate)
  }
  return taken
}`

/** The warnings of a process that places an order in a simulator and then allocates memory. */
async function warningsOf(...flags: string[]): Promise<string[]> {
  const source = `
    import { createSimulator } from '${import.meta.resolve('../simulator.ts')}'
    let warned = 0
    process.on('warning', ({ code, message }) => {
      console.log(code, message)
      warned++
    })
    const simulator = await createSimulator()
    await simulator.openVenue({ journal: false })
    const body = '{"symbol":"EURUSD","side":"BUY","quantity":1000}'
    const headers = { 'content-type': 'application/json' }
    await fetch(simulator.url + '/orders', { method: 'POST', headers, body })
    const allocate = ${allocate}
    globalThis.taken = await allocate(() => warned > 0)
    // No second warning may follow. Only a few turns: V8 ends a process in which collections free almost nothing.
    gc()
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
    globalThis.taken = undefined
    await simulator.close()
  `
  const options = ['--expose-gc', ...flags, '--input-type=module', '--eval', source]
  const { stdout } = await run(process.execPath, options, { timeout: 50_000, env })
  return stdout.split('\n').filter(Boolean)
}

describe('A heap that is nearly full', () => {
  test('causes one warning in a simulator, early enough to react', async () => {
    const warnings = await warningsOf('--max-old-space-size=64')

    assert.equal(warnings.length, 1, warnings.join('\n'))
    const [, code, used] =
      /^(\w+) Memory is nearly full: (\d+) of 64 MiB are in use\. .* Venues: 2, events in their logs: 1, journals of up to 16 MiB: 1\./.exec(
        warnings[0] ?? '',
      ) ?? []
    assert.equal(code, 'PAPERTAPE_MEMORY')
    assert.ok(Number(used) >= 48, warnings[0])
  })

  test('causes no warning when the limit is far away', async () => {
    assert.deepEqual(await warningsOf(), [])
  })

  test('causes a warning in the server log', async () => {
    const early = `setInterval(gc, 200)
      globalThis.taken = (${allocate})(() => process.memoryUsage().heapUsed > 36e6)`
    const server = spawn(
      process.execPath,
      [
        '--expose-gc',
        '--max-old-space-size=40',
        '--import',
        `data:text/javascript,${encodeURIComponent(early)}`,
        fileURLToPath(import.meta.resolve('../server.ts')),
      ],
      {
        env: { ...env, PORT: '0', CONTROL: 'off' },
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
    const ended = once(server, 'close')
    const levels: number[] = []
    for await (const line of createInterface(server.stdout)) {
      const { level, msg } = JSON.parse(line)
      if (!msg.startsWith('Memory is nearly full')) continue
      levels.push(level)
      server.kill()
    }
    await ended
    assert.deepEqual(levels, [40])
  })
})
