import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { stripTypeScriptTypes } from 'node:module'
import { after, describe, test } from 'node:test'
import { promisify } from 'node:util'
import fc from 'fast-check'
import type { Order, OrderEvent } from '../../../contract/orders.ts'
import type { Frame } from '../../../control/frame-contract.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../simulator.ts'
import { ticket } from '../../../test/support/app.ts'
import { runExportedScript, runExportedTest } from '../../../test/support/exported.ts'
import { connectTo } from '../../../test/support/stream-clients.ts'
import { curlScript } from './curl-script.ts'
import { type Run, type RunStep, runOf } from './run.ts'
import { testText } from './test-text.ts'

const runScript = promisify(execFile)

async function open(options: SimulatorOptions = {}) {
  const simulator = await createSimulator(options)
  after(() => simulator.close())
  const { url } = simulator
  const request = (method: string, path: string, body?: object, headers: object = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
  return {
    simulator,
    request,
    place: async (changed: object = {}) =>
      (await (await request('POST', '/orders', { ...ticket, ...changed })).json()) as Order,
    waiting: async (count: number) => {
      while ((await simulator.read()).clock.waitingRequests < count);
    },
  }
}

/** The run of a simulator, as the console reads it. */
async function runIn(simulator: Simulator): Promise<Run> {
  const recording = await simulator.exportRecording()
  const entries = await simulator.journal.list()
  const frames = new Map<number, readonly Frame[]>()
  for (const { id, stream } of entries) {
    if (stream) frames.set(id, await simulator.journal.frames(id))
  }
  const events = (await (
    await fetch(`${simulator.url}/log?from=0&limit=1000`)
  ).json()) as OrderEvent[]
  return runOf({ recording, entries, events, frames })
}

/** A run with everything that an export has to repeat. */
async function play({ simulator, request, place, waiting }: Awaited<ReturnType<typeof open>>) {
  await connectTo(simulator.url)
  await simulator.outcomes.add({
    match: { symbol: 'GBPUSD' },
    outcome: { does: 'cancel', reason: "it's $`late" },
  })
  const first = await place({ clientOrderId: 'alice-1' })
  await simulator.streamFaults.add({ action: { does: 'drop' }, times: 1 })
  await place({ symbol: 'GBPUSD' })
  await simulator.advance({ byMs: 500 })
  await simulator.faults.add({ at: 'after-commit', action: { does: 'reset' }, times: 1 })
  await assert.rejects(request('POST', '/orders', ticket, { 'idempotency-key': '"key-1"' }))
  await request('POST', '/orders', ticket, { 'idempotency-key': '"key-1"' })
  await simulator.hold(first.orderId)
  await simulator.latency.set({ before: 100 })
  const slow = request('DELETE', `/orders/${first.orderId}`)
  await waiting(1)
  await simulator.advance({ byMs: 100 })
  await slow
  await simulator.latency.set({ before: 0 })
  await simulator.breakpoints.add({ match: { endpoint: 'POST /orders' }, times: 1 })
  const held = request('POST', '/orders', { ...ticket, quantity: -1 })
  const heldToo = request('POST', '/orders', ticket)
  await waiting(1)
  for (const { id } of await simulator.breakpoints.listHeld())
    await simulator.breakpoints.release(id)
  await Promise.all([held, heldToo])
  await simulator.advance({ untilIdle: true })
}

describe('A run that is exported as a test', () => {
  test('passes, and fails if something else was seen', async () => {
    const opened = await open({ seed: '42' })
    await play(opened)
    const text = testText(await runIn(opened.simulator))

    assert.match(await runExportedTest(text), /pass 1/)
    await assert.rejects(runExportedTest(text.replace("'OrderCancelled'", "'OrderExecuted'")))
    await assert.rejects(runExportedTest(text.replace(', 201)', ', 200)')))
  })

  test('repeats a run in real time on a held clock', async () => {
    const { simulator, place } = await open({
      clock: { mode: 'real' },
      executionDelayMs: 1,
      latencyMs: 2,
    })
    const { orderId } = await place()
    const isExecuted = async () => (await simulator.readPlan(orderId)).executionDueAt === undefined
    while (!(await isExecuted()));

    assert.match(await runExportedTest(testText(await runIn(simulator))), /pass 1/)
  })
})

test('A run that is exported as a script gives the same log', async () => {
  const opened = await open({ seed: '42' })
  await play(opened)

  await runExportedScript(curlScript(await runIn(opened.simulator)), opened.simulator, 'again')

  const { digest } = await opened.simulator.venue('again').readLogDigest()
  assert.equal(digest, (await opened.simulator.readLogDigest()).digest)
})

test('Whatever texts a run has, its exports can be parsed', async () => {
  const { simulator, place } = await open()
  await place()
  const { recording, ...run } = await runIn(simulator)
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom("'", '`${', '\\', '\r\n', '</script>'),
  )
  const isBytes = fc.constantFrom(undefined, 'base64' as const)
  const checked = fc.asyncProperty(
    text,
    text,
    text,
    isBytes,
    async (one, two, three, bodyEncoding) => {
      const step: RunStep = {
        kind: 'request',
        nth: 1,
        method: 'POST',
        target: `/orders?${one.replaceAll('\0', '')}`,
        headers: { 'x-note': two },
        body: three.replaceAll('\0', ''),
        bodyEncoding,
        expected: 201,
        waits: true,
      }
      const control: RunStep = {
        kind: 'control',
        method: 'POST',
        target: '/outcomes',
        body: JSON.stringify({ outcome: { does: 'cancel', reason: one } }),
      }
      const odd: Run = {
        ...run,
        recording: { ...recording, seed: two.replaceAll('\0', '') },
        steps: [step, control],
      }
      stripTypeScriptTypes(testText(odd))
      const checking = runScript('sh', ['-n'])
      checking.child.stdin?.end(curlScript(odd))
      await checking
    },
  )
  await fc.assert(checked, { numRuns: 30 })
})
