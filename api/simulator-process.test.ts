/** What a simulator does to its process. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Runs a module in its own process until it exits by itself. Returns its output. */
async function runModule(source: string): Promise<string> {
  const here = source.replaceAll("'papertape'", `'${import.meta.resolve('./simulator.ts')}'`)
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, NODE_COMPILE_CACHE }
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', here], {
    timeout: 20_000,
    env,
  })
  return stdout
}

describe('A simulator', () => {
  test('warns once per venue if a request waits and nobody advances the clock', async () => {
    const output = await runModule(`
      import { createSimulator } from 'papertape'
      const warnings = []
      const { promise: all, resolve } = Promise.withResolvers()
      process.on('warning', ({ name, code, message }) => {
        if (warnings.push({ name, code, message }) === 2) resolve()
      })
      const simulator = await createSimulator({ latencyMs: 500 })
      const venue = await simulator.openVenue({ name: 'mine', latencyMs: 700 })
      const waiting = [simulator, venue].map(async ({ read, headers }) => {
        const reply = fetch(simulator.url + '/orders', { headers })
        while ((await read()).clock.waitingRequests < 1);
        return reply
      })
      for (const { read } of [simulator, venue]) while ((await read()).clock.waitingRequests < 1);
      // Real time jumps forward, so that the test does not wait.
      const now = performance.now.bind(performance)
      performance.now = () => now() + 3000
      await all
      for (const { advance } of [simulator, venue]) await advance({ byMs: 1000 })
      const statuses = (await Promise.all(waiting)).map(({ status }) => status)
      await simulator.close()
      console.log(JSON.stringify({ warnings, statuses }))`)

    const warning = (until: string, venue: string, call: string) => ({
      name: 'PapertapeWarning',
      code: 'PAPERTAPE_CLOCK_HELD',
      message: `1 request waits until ${until} on the held clock of the venue "${venue}", which nobody has moved for 2 s. To move it: ${call}.advance({ untilIdle: true })`,
    })
    assert.deepEqual(JSON.parse(output), {
      warnings: [
        warning('2026-01-01T00:00:00.500Z', 'main', 'simulator'),
        warning('2026-01-01T00:00:00.700Z', 'mine', 'venue'),
      ],
      statuses: [200, 200],
    })
  })

  test('that is closed does not keep the process alive', async () => {
    const output = await runModule(`
      import { createSimulator } from 'papertape'
      const simulator = await createSimulator({ clock: { mode: 'real' }, executionDelayMs: 3_600_000 })
      const venue = await simulator.openVenue({ latencyMs: 3_600_000 })
      const { url } = simulator
      const place = (headers) =>
        fetch(url + '/orders', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: '{"symbol":"EURUSD","side":"BUY","quantity":1}',
        })
      await place()
      const waiting = place(venue.headers).catch(() => {})
      const events = await fetch(url + '/events')
      new WebSocket(simulator.wsUrl)
      while ((await venue.read()).clock.waitingRequests < 1);
      await simulator.close()
      await simulator.close()
      await waiting
      await events.text()
      const closedAt = performance.now()
      process.once('exit', () => console.log(performance.now() - closedAt < 3000))`)
    assert.equal(output, 'true\n')
  })
})
