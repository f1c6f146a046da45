import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import type { Recording } from '../control/recording-contract.ts'
import { bodyIn, type OpenOptions, orderIn, ticket, turn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { secretNames } from '../test/support/secret-names.ts'
import { play } from './play.ts'
import { readRecording, UnplayableError } from './read-recording.ts'
import { compareRuns, replay } from './replay.ts'

const venue = '/venues/mine'

/** A venue whose recording is exported. */
async function openRecorded(draft: object = {}, options: OpenOptions = {}) {
  const control = openControl(undefined, options)
  const { open, ask, post, send } = control
  await open({ name: 'mine', seed: '42', clock: { mode: 'held' }, ...draft })
  return {
    ...control,
    place: (changed: object = {}, headers: Record<string, string> = {}) =>
      send(JSON.stringify({ ...ticket, ...changed }), { venue: 'mine', ...headers }),
    cancel: (id: string) => control.remove(`/orders/${id}`, { venue: 'mine' }),
    act: async (path: string, body?: object) => {
      const answer = await post(`${venue}${path}`, body)
      assert.ok(answer.ok, await answer.text())
    },
    pass: (byMs: number) => post(`${venue}/clock/advance`, { byMs }),
    idle: () => post(`${venue}/clock/advance`, { untilIdle: true }),
    recording: () => bodyIn<Recording>(ask('GET', `${venue}/recording`)),
  }
}

/** A run with a bit of everything: rules, latencies, keys, a fault, a crash, a takeover. */
async function runEverything(opened: Awaited<ReturnType<typeof openRecorded>>) {
  const { place, cancel, act, pass, idle } = opened
  await act('/outcomes', { match: { probability: 0.4 }, outcome: { does: 'cancel' } })
  const orders = []
  for (const clientOrderId of ['a', 'b', 'c', 'd', 'e']) {
    const placing = place({ clientOrderId }, { 'idempotency-key': clientOrderId })
    await idle()
    orders.push(await orderIn(placing))
  }
  const again = place({ clientOrderId: 'a' }, { 'idempotency-key': 'a' })
  const late = cancel(orders[0]?.orderId ?? '')
  await pass(1000)
  await Promise.all([again, late])
  await act('/faults', {
    match: { endpoint: 'POST /orders' },
    at: 'before-commit',
    action: { does: 'answer', status: 503 },
    times: 1,
  })
  const failing = place({ clientOrderId: 'f' })
  const lost = place({ clientOrderId: 'lost' })
  await pass(50)
  await act('/restart')
  await pass(1000)
  await act('/takeover', { afterMs: 1500 })
  const refused = place({ clientOrderId: 'g' })
  await pass(2000)
  const held = place({ quantity: 5 })
  await pass(1000)
  const { orderId } = await orderIn(held)
  await act(`/orders/${orderId}/hold`)
  await idle()
  await act(`/orders/${orderId}/execute`)
  await pass(10)
  return { failing, lost, refused }
}

describe('A recording of a held venue', () => {
  test('replays to the same digest', async () => {
    const opened = await openRecorded()
    await runEverything(opened)
    const recording = await opened.recording()

    const { digest, divergence } = await play(recording)

    assert.equal(divergence, undefined)
    assert.deepEqual(digest, recording.digests)
    assert.ok(recording.digests.position > 10)
  })

  test('replays requests without a body', async () => {
    const { place, act, idle, recording } = await openRecorded({ latencyMs: 0 })
    const [one, two] = [await orderIn(place()), await orderIn(place())]
    await act(`/orders/${one.orderId}/cancel`)
    await act(`/orders/${two.orderId}/hold`)
    await act(`/orders/${two.orderId}/release`)
    await act('/races')
    await idle()
    const recorded = await recording()

    assert.deepEqual((await play(recorded)).digest, recorded.digests)
  })

  test('refuses a body again that was too large to be recorded', async () => {
    const { place, recording } = await openRecorded({ latencyMs: 0 })
    assert.equal((await place({ clientOrderId: 'x'.repeat(20_000) })).status, 413)
    const recorded = await recording()

    assert.equal((await play(recorded)).divergence, undefined)
  })

  test('sends the same bytes again, even if they are not plain text', async () => {
    const { place, send, post, recording } = await openRecorded({ latencyMs: 0 })
    await send(`\ufeff${JSON.stringify(ticket)}`, { venue: 'mine' })
    await send(JSON.stringify(ticket), { venue: 'mine', authorization: 'a', cookie: 'b' })
    await place({ password: 'hush' })
    await post(`${venue}/clock/advance`, { untilIdle: true })
    const recorded = await recording()

    const { digest, divergence } = await play(recorded)

    assert.equal(divergence, undefined)
    assert.deepEqual(digest, recorded.digests)
    assert.equal(digest.position, 4)
    // Without its encoding, the base64 is not JSON.
    const [first, ...others] = recorded.steps
    const { bodyEncoding: _, ...plain } = first as typeof first & { bodyEncoding: 'base64' }
    assert.equal(
      (await play({ ...recorded, steps: [plain as never, ...others] })).divergence?.played,
      400,
    )
  })

  describe('keeps what only looks like a named secret', () => {
    const names = secretNames.filter((name) => /^[\w.-]{1,60}$/.test(name))

    test('in tickets, keys and headers', async () => {
      const options = { outcomeHeaders: true }
      const { place, idle, recording } = await openRecorded({ latencyMs: 0 }, options)
      for (const name of names) {
        for (const [nth, key] of [`${name}:1`, `"${name}:2"`].entries()) {
          const outcome = `cancel; reason="bad ${name}: ${nth}"`
          const headers = { 'idempotency-key': key, outcome }
          const answer = await place({ clientOrderId: `${name}:${nth}` }, headers)
          assert.equal(answer.status, 201, name)
        }
      }
      await idle()
      const recorded = await recording()

      const { digest, divergence } = await play(recorded)

      assert.equal(divergence, undefined)
      assert.deepEqual(digest, recorded.digests)
      assert.equal(recorded.isComplete, true)
    })

    test('in rules', async () => {
      const { place, act, idle, recording } = await openRecorded({ latencyMs: 0 })
      for (const name of names) {
        const outcome = { does: 'cancel', reason: `bad ${name}: rejected` }
        await act('/outcomes', { match: { clientOrderId: `${name}:*` }, outcome, times: 1 })
        for (const id of [`${name}:1`, `${name}:2`]) await place({ clientOrderId: id })
      }
      await idle()
      const recorded = await recording()

      const { digest, divergence } = await play(recorded)

      assert.equal(divergence, undefined)
      assert.deepEqual(digest, recorded.digests)
      assert.equal(recorded.isComplete, true)
    })

    test('in the queries of reads, which rules can match', async () => {
      const { get, act, idle, place, recording } = await openRecorded({ latencyMs: 10 })
      const placing = place({ clientOrderId: 'key:1' })
      await idle()
      await placing
      const action = { does: 'answer', status: 503 }
      await act('/faults', { match: { clientOrderId: 'key:1' }, at: 'before-commit', action })
      const reading = get('/orders?clientOrderId=key%3A1', { venue: 'mine' })
      await idle()
      await reading
      const recorded = await recording()

      const { digest, divergence } = await play(recorded)

      assert.equal(divergence, undefined)
      assert.deepEqual(digest, recorded.digests)
    })
  })

  test('is not complete while redaction hides a part of a request that may still act', async () => {
    const { place, idle, recording } = await openRecorded({ latencyMs: 10 })
    const placing = place({ password: 'hush' })
    await turn()
    assert.equal((await recording()).isComplete, false)

    await idle()
    assert.equal((await placing).status, 400)
    assert.equal((await recording()).isComplete, true)
  })

  test('includes orders placed with another spelling of the path', async () => {
    const { send, recording } = await openRecorded({ latencyMs: 0 })
    await send(JSON.stringify(ticket), { venue: 'mine' }, '/%6frders')
    const recorded = await recording()

    const { digest, divergence } = await play(recorded)

    assert.equal(divergence, undefined)
    assert.deepEqual(digest, recorded.digests)
    assert.equal(digest.position, 1)
  })

  test('keeps due events from happening before the clock advances', async () => {
    const { place, cancel, pass, act, recording } = await openRecorded({
      latencyMs: 0,
      executionDelayMs: 0,
    })
    const first = await orderIn(place())
    await cancel(first.orderId)
    const second = await orderIn(place())
    await pass(0)
    await cancel(second.orderId)
    const third = await orderIn(place())
    await act('/clock/advance', { to: '1970-01-01T00:00:00Z' })
    await cancel(third.orderId)
    const recorded = await recording()

    const { digest, divergence } = await play(recorded)

    assert.equal(divergence, undefined)
    assert.deepEqual(digest, recorded.digests)
  })

  test('lets a released request act before the next step', async () => {
    const { place, act, recording } = await openRecorded({ latencyMs: 0 })
    await act('/breakpoints')
    const placing = place()
    await turn()
    await act('/held-requests/held-1/release')
    assert.equal((await placing).status, 201)
    const recorded = await recording()

    const { digest, divergence } = await play(recorded)

    assert.equal(divergence, undefined)
    assert.deepEqual(digest, recorded.digests)
  })

  for (const outcomeHeaders of [true, false]) {
    const how = outcomeHeaders ? 'applies' : 'ignores'
    test(`${how} the header Outcome, as when it was recorded`, async () => {
      const { place, idle, recording } = await openRecorded({ latencyMs: 0 }, { outcomeHeaders })
      await place({}, { outcome: 'cancel; after=100; reason="no liquidity"' })
      await idle()
      const recorded = await recording()

      const { digest, divergence } = await play(recorded)

      assert.equal(divergence, undefined)
      assert.deepEqual(digest, recorded.digests)
    })
  }

  test('with a change replays to another story, and reports the first divergence', async () => {
    const opened = await openRecorded({ latencyMs: 0 })
    const { orderId } = await orderIn(opened.place())
    await opened.cancel(orderId)
    const recording = await opened.recording()

    const { digest, divergence } = await play({
      ...recording,
      steps: recording.steps.toReversed(),
    })

    assert.notEqual(digest.story, recording.digests.story)
    assert.deepEqual(divergence, {
      nth: 1,
      method: 'DELETE',
      target: `/orders/${orderId}`,
      recorded: 204,
      played: 404,
    })
  })
})

describe('A replay', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'papertape-'))
  after(() => rm(folder, { recursive: true }))
  let files = 0

  /** Writes a file with this text. */
  async function fileOf(content: string): Promise<string> {
    const file = join(folder, `${++files}.json`)
    await writeFile(file, content)
    return file
  }

  async function record(draft: object = {}) {
    const opened = await openRecorded({ latencyMs: 0, ...draft })
    await opened.place({ clientOrderId: 'a' })
    const recording = await opened.recording()
    // Closes the venue, as its timers would delay the end of the test.
    await opened.ask('DELETE', venue)
    return recording
  }

  /** The output and the exit code of `npm run replay` for a recording. */
  async function replayed(recording: Recording) {
    const file = await fileOf(JSON.stringify(recording))
    const output = new PassThrough()
    const code = await replay(file, { stdout: output, stderr: output })
    return { code, output: await text(output.end()) }
  }

  test('reports the same digest', async () => {
    const recording = await record()
    const { code, output } = await replayed(recording)

    assert.equal(code, 0, output)
    assert.match(output, /^venue mine, seed 42, held clock, 1 request, 0 control requests/)
    assert.ok(output.includes(`digest   same: ${recording.digests.digest}`), output)
  })

  test('escapes control characters in texts of the recording', async () => {
    const seed = '\x1b]0;title\x07\x1b[31m\x9b2J\nseed'
    const { output } = await replayed({ ...(await record()), seed })
    assert.match(
      output,
      /^venue mine, seed \\u001b\]0;title\\u0007\\u001b\[31m\\u009b2J\\nseed, held/,
    )
    assert.doesNotMatch(output.replaceAll('\n', ''), /\p{Cc}/u)

    const refused = await replayed({ ...(await record()), '\x1b[31m': 1 } as Recording)
    assert.match(refused.output, /\/\\u001b\[31m: is not a known field or parameter/)
    assert.doesNotMatch(refused.output.replaceAll('\n', ''), /\p{Cc}/u)
  })

  test('escapes newlines in texts of the recording', async () => {
    const forged = 'x\ndigest   same: 0'
    const recording = await record()
    const named = await replayed({ ...recording, [forged]: 1 } as Recording)
    assert.equal(
      named.output.split('\n').slice(1).join('|'),
      '  /x\\ndigest   same: 0: is not a known field or parameter|',
    )

    const target = '/orders/1/hold?a\ndigest'
    const act = { by: 'control', at: recording.until, method: 'POST', target }
    const acted = await replayed({ ...recording, steps: [act] } as Recording)
    assert.doesNotMatch(acted.output, /^digest/m)

    const noJson = await fileOf('{"a":1}\ndigest   same: 0')
    const output = new PassThrough()
    assert.equal(await replay(noJson, { stdout: output, stderr: output }), 1)
    assert.match(await text(output.end()), /^[^\n]* is not JSON: [^\n]*\n$/)
  })

  for (const argument of [undefined, '--help']) {
    test(`says how it is used with ${argument ?? 'no file'}`, async () => {
      const output = new PassThrough()

      assert.equal(await replay(argument, { stdout: output, stderr: output }), 1)
      assert.match(await text(output.end()), /^Usage: npm run replay FILE\./)
    })
  }

  test('exits with 1 if the digest differs', async () => {
    const { code, output } = await replayed({ ...(await record()), seed: '43' })

    assert.equal(code, 1)
    assert.match(output, /digest {3}DIFFERENT/)
  })

  test('requires only the same story for a recording in real time', async () => {
    const recording = await record({ clock: { mode: 'real' }, executionDelayMs: 60_000 })
    const { digest, divergence } = await play(recording)
    const other = '0'.repeat(64)
    const { isSame, lines } = compareRuns(recording, {
      digest: { ...digest, digest: other },
      divergence,
    })

    assert.equal(isSame, true, lines.join())
    assert.match(lines.join(), /only the story can be the same/)
    assert.equal(
      compareRuns(recording, { digest: { ...digest, story: other }, divergence }).isSame,
      false,
    )
  })

  test('reports in one line a control request that is now refused', async () => {
    const recording = await record()
    const at = recording.until
    const act = { by: 'control' as const, at, method: 'POST' as const, target: '/orders/1/hold' }
    const { code, output } = await replayed({ ...recording, steps: [act] })

    assert.equal(code, 1)
    assert.match(output, /\nPOST \/orders\/1\/hold was refused, although [^\n]*\n$/)
  })

  test('refuses a file that is not a recording, or an incomplete one', async () => {
    const recording = await record()
    const [step] = recording.steps
    const refused = async (content: string) => {
      const file = await fileOf(content)
      const error = await readRecording(file).catch((error: unknown) => error)
      assert.ok(error instanceof UnplayableError)
      return error.message.replaceAll(file, 'FILE')
    }

    assert.match(await refused('{'), /^FILE is not JSON/)
    assert.match(await refused('{}'), /^FILE is not a recording:\n {2}\/recording: must be 1/)
    const misdated = { ...recording, steps: [{ ...step, at: 'today' }] }
    assert.match(await refused(JSON.stringify(misdated)), /\n {2}\/steps\/0\/at: /)
    const impossible = { 'x-one': 'a\nb', 'x-two': '€', 'x three': 'c' }
    const unsendable = { ...recording, steps: [{ ...step, headers: impossible }] }
    assert.deepEqual((await refused(JSON.stringify(unsendable))).split('\n').slice(1), [
      '  /steps/0/headers/x-one: must be the value of a header field: one line of characters up to U+00FF',
      '  /steps/0/headers/x-two: must be the value of a header field: one line of characters up to U+00FF',
      '  /steps/0/headers/x three: is not the name of a header field',
    ])
    const part = { ...recording, isComplete: false }
    assert.match(await refused(JSON.stringify(part)), /^FILE is incomplete/)
    await assert.rejects(readRecording(join(folder, 'nothing')), /^Error: Cannot read .*: ENOENT/)
  })
})
