import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Recording } from '../control/recording-contract.ts'
import { bodyIn, type OpenOptions, orderIn, ticket, turn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { compareRuns } from './account.ts'
import { play } from './play.ts'
import { readRecording, UnplayableError } from './read-recording.ts'
import { replay } from './replay.ts'

const venue = '/venues/mine'

/** A venue of which a recording is exported. */
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

/** A life with a bit of everything: rules, latencies, keys, a race, a fault, a crash. */
async function live(opened: Awaited<ReturnType<typeof openRecorded>>) {
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
  await pass(2000)
  const held = place({ quantity: 5 })
  await pass(1000)
  const { orderId } = await orderIn(held)
  await act(`/orders/${orderId}/hold`)
  await idle()
  await act(`/orders/${orderId}/execute`)
  await pass(10)
  return { failing, lost }
}

describe('A recording of a held venue', () => {
  test('played again tells the same', async () => {
    const opened = await openRecorded()
    await live(opened)
    const recording = await opened.recording()

    const { digest: told, divergence: parting } = await play(recording)

    assert.equal(parting, undefined)
    assert.deepEqual(told, recording.told)
    assert.ok(recording.told.position > 10)
  })

  test('needs no body where none was sent', async () => {
    const { place, act, idle, recording } = await openRecorded({ latencyMs: 0 })
    const [one, two] = [await orderIn(place()), await orderIn(place())]
    await act(`/orders/${one.orderId}/cancel`)
    await act(`/orders/${two.orderId}/hold`)
    await act(`/orders/${two.orderId}/release`)
    await act('/races')
    await idle()
    const recorded = await recording()

    assert.deepEqual((await play(recorded)).digest, recorded.told)
  })

  test('refuses again what was too large to be kept', async () => {
    const { place, recording } = await openRecorded({ latencyMs: 0 })
    assert.equal((await place({ clientOrderId: 'x'.repeat(20_000) })).status, 413)
    const recorded = await recording()

    assert.equal((await play(recorded)).divergence, undefined)
  })

  test('sends the same bytes again, also those that are no plain text', async () => {
    const { place, send, post, recording } = await openRecorded({ latencyMs: 0 })
    await send(`\ufeff${JSON.stringify(ticket)}`, { venue: 'mine' })
    await send(JSON.stringify(ticket), { venue: 'mine', authorization: 'a', cookie: 'b' })
    await place({ password: 'hush' })
    await post(`${venue}/clock/advance`, { untilIdle: true })
    const recorded = await recording()

    const { digest: told, divergence: parting } = await play(recorded)

    assert.equal(parting, undefined)
    assert.deepEqual(told, recorded.told)
    assert.equal(told.position, 4)
    // Without its encoding the base64 is no JSON.
    const [first, ...others] = recorded.steps
    const { bodyEncoding: _, ...plain } = first as typeof first & { bodyEncoding: 'base64' }
    assert.equal(
      (await play({ ...recorded, steps: [plain as never, ...others] })).divergence?.played,
      400,
    )
  })

  test('tells what was placed by another spelling of the path', async () => {
    const { send, recording } = await openRecorded({ latencyMs: 0 })
    await send(JSON.stringify(ticket), { venue: 'mine' }, '/%6frders')
    const recorded = await recording()

    const { digest: told, divergence: parting } = await play(recorded)

    assert.equal(parting, undefined)
    assert.deepEqual(told, recorded.told)
    assert.equal(told.position, 1)
  })

  test('tells what was due and did not happen before time was moved', async () => {
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

    const { digest: told, divergence: parting } = await play(recorded)

    assert.equal(parting, undefined)
    assert.deepEqual(told, recorded.told)
  })

  test('has who is let go on act before anything else is done', async () => {
    const { place, act, recording } = await openRecorded({ latencyMs: 0 })
    await act('/breakpoints')
    const placing = place()
    await turn()
    await act('/held-requests/held-1/release')
    assert.equal((await placing).status, 201)
    const recorded = await recording()

    const { digest: told, divergence: parting } = await play(recorded)

    assert.equal(parting, undefined)
    assert.deepEqual(told, recorded.told)
  })

  for (const outcomeHeaders of [true, false]) {
    const how = outcomeHeaders ? 'heeds' : 'ignores'
    test(`${how} what a header says is to become of an order, as it was`, async () => {
      const { place, idle, recording } = await openRecorded({ latencyMs: 0 }, { outcomeHeaders })
      await place({}, { outcome: 'cancel; after=100; reason="no liquidity"' })
      await idle()
      const recorded = await recording()

      const { digest: told, divergence: parting } = await play(recorded)

      assert.equal(parting, undefined)
      assert.deepEqual(told, recorded.told)
    })
  }

  test('of which something is changed tells something else, and where', async () => {
    const opened = await openRecorded({ latencyMs: 0 })
    const { orderId } = await orderIn(opened.place())
    await opened.cancel(orderId)
    const recording = await opened.recording()

    const { digest: told, divergence: parting } = await play({
      ...recording,
      steps: recording.steps.toReversed(),
    })

    assert.notEqual(told.story, recording.told.story)
    assert.deepEqual(parting, {
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

  /** A file with this text. */
  async function fileOf(content: string): Promise<string> {
    const file = join(folder, `${++files}.json`)
    await writeFile(file, content)
    return file
  }

  async function record(draft: object = {}) {
    const opened = await openRecorded({ latencyMs: 0, ...draft })
    await opened.place({ clientOrderId: 'a' })
    const recording = await opened.recording()
    // So that what it planned in real time keeps nobody waiting.
    await opened.ask('DELETE', venue)
    return recording
  }

  const script = fileURLToPath(new URL('run.ts', import.meta.url))

  /** What `npm run replay` says of a recording, and its exit code. */
  async function replayed(recording: Recording) {
    const file = await fileOf(JSON.stringify(recording))
    const said = new PassThrough()
    const code = await replay(file, { stdout: said, stderr: said })
    return { code, said: await text(said.end()) }
  }

  test('says that the digest is the same', async () => {
    const recording = await record()
    const { code, said } = await replayed(recording)

    assert.equal(code, 0, said)
    assert.match(said, /^venue mine, seed 42, held clock, 1 request, 0 acts of control/)
    assert.ok(said.includes(`digest   the same: ${recording.told.digest}`), said)
  })

  test('shows what a recording says without what a terminal would act on', async () => {
    const seed = '\x1b]0;title\x07\x1b[31m\x9b2J\nseed'
    const { said } = await replayed({ ...(await record()), seed })
    assert.match(
      said,
      /^venue mine, seed \\u001b\]0;title\\u0007\\u001b\[31m\\u009b2J\\nseed, held/,
    )
    assert.doesNotMatch(said.replaceAll('\n', ''), /\p{Cc}/u)

    const refused = await replayed({ ...(await record()), '\x1b[31m': 1 } as Recording)
    assert.match(refused.said, /\/\\u001b\[31m: is not known here/)
    assert.doesNotMatch(refused.said.replaceAll('\n', ''), /\p{Cc}/u)
  })

  test('lets no recording write a line of its own', async () => {
    const forged = 'x\ndigest   the same: 0'
    const recording = await record()
    const named = await replayed({ ...recording, [forged]: 1 } as Recording)
    assert.equal(
      named.said.split('\n').slice(1).join('|'),
      '  /x\\ndigest   the same: 0: is not known here|',
    )

    const target = '/orders/1/hold?a\ndigest'
    const act = { by: 'control', at: recording.until, method: 'POST', target }
    const acted = await replayed({ ...recording, steps: [act] } as Recording)
    assert.doesNotMatch(acted.said, /^digest/m)

    const noJson = await fileOf('{"a":1}\ndigest   the same: 0')
    const output = new PassThrough()
    assert.equal(await replay(noJson, { stdout: output, stderr: output }), 1)
    assert.match(await text(output.end()), /^[^\n]* is not JSON: [^\n]*\n$/)
  })

  for (const [same, code] of [
    [true, 0],
    [false, 1],
  ] as const) {
    test(`ends with ${code} and without a word when nobody reads what it says`, async () => {
      const recording = await record()
      const file = await fileOf(JSON.stringify(same ? recording : { ...recording, seed: '43' }))
      const child = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout.destroy()
      const [said, [ended]] = await Promise.all([text(child.stderr), once(child, 'close')])

      assert.deepEqual([said, ended], ['', code])
    })
  }

  test('fails where it is another', async () => {
    const { code, said } = await replayed({ ...(await record()), seed: '43' })

    assert.equal(code, 1)
    assert.match(said, /digest {3}ANOTHER/)
  })

  test('asks no more than the same story of what was recorded in real time', async () => {
    const recording = await record({ clock: { mode: 'real' }, executionDelayMs: 60_000 })
    const { digest: told, divergence: parting } = await play(recording)
    const digest = '0'.repeat(64)
    const { isSame, lines } = compareRuns(recording, {
      digest: { ...told, digest },
      divergence: parting,
    })

    assert.equal(isSame, true, lines.join())
    assert.match(lines.join(), /only the story can agree/)
    const story = digest
    assert.equal(
      compareRuns(recording, { digest: { ...told, story }, divergence: parting }).isSame,
      false,
    )
  })

  test('says in a line which act of control is refused that was not', async () => {
    const recording = await record()
    const at = recording.until
    const act = { by: 'control' as const, at, method: 'POST' as const, target: '/orders/1/hold' }
    const { code, said } = await replayed({ ...recording, steps: [act] })

    assert.equal(code, 1)
    assert.match(said, /\nPOST \/venues\/replay\/orders\/1\/hold is refused, which [^\n]*\n$/)
  })

  test('refuses what is no recording, or only a part of one', async () => {
    const recording = await record()
    const [step] = recording.steps
    const refused = async (content: string) => {
      const file = await fileOf(content)
      const error = await readRecording(file).catch((error: unknown) => error)
      assert.ok(error instanceof UnplayableError)
      return error.message.replaceAll(file, 'FILE')
    }

    assert.match(await refused('{'), /^FILE is not JSON/)
    assert.match(await refused('{}'), /^FILE is no recording:\n {2}\/recording: must be 1/)
    const misdated = { ...recording, steps: [{ ...step, at: 'today' }] }
    assert.match(await refused(JSON.stringify(misdated)), /\n {2}\/steps\/0\/at: /)
    const impossible = { 'x-one': 'a\nb', 'x-two': '€', 'x three': 'c' }
    const unsendable = { ...recording, steps: [{ ...step, headers: impossible }] }
    assert.deepEqual((await refused(JSON.stringify(unsendable))).split('\n').slice(1), [
      '  /steps/0/headers/x-one: must be the value of a header field: one line of characters up to U+00FF',
      '  /steps/0/headers/x-two: must be the value of a header field: one line of characters up to U+00FF',
      '  /steps/0/headers/x three: is no name of a header field',
    ])
    const part = { ...recording, isComplete: false }
    assert.match(await refused(JSON.stringify(part)), /^FILE is not complete/)
    await assert.rejects(readRecording(join(folder, 'nothing')), /cannot be read: ENOENT/)
  })
})
