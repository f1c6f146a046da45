import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { createSimulator } from '../simulator.ts'
import { bodyIn, issuesIn, problemIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { maxBodyBytes } from './body.ts'
import type { JournalEntry } from './journal-contract.ts'

/** The part of an operation's description that these tests read. */
interface Described {
  readonly requestBody?: { readonly required?: boolean }
  readonly responses: Readonly<Record<string, object>>
}

const json = { 'content-type': 'application/json' }

/** Every operation that changes something, and how to send it a raw body, each time in a new venue. */
async function openOperations() {
  const opened = openControl()
  const { ask, open, control } = opened
  const { paths } = await bodyIn<{ paths: Record<string, Record<string, Described>> }>(
    ask('GET', '/openapi.json'),
  )
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody, responses }]) => {
      if (method === 'get') return []
      const name = `${method.toUpperCase()} ${path}`
      const send = async (body: string, headers: Record<string, string> = json) => {
        const { name: venue } = await open({ latencyMs: 5, clock: { mode: 'held' } })
        const target = path.replace('{venue}', venue).replaceAll(/{\w+}/g, '1')
        return control.request(target, { method: method.toUpperCase(), headers, body })
      }
      return [{ name, requestBody, responses, send }]
    }),
  )
  return { ...opened, operations }
}

describe('A body', () => {
  test('is required where the description says so, and nowhere else', async () => {
    const { operations } = await openOperations()
    const needing = operations.filter(({ requestBody }) => requestBody?.required)
    assert.deepEqual(
      needing.map(({ name }) => name.replace('/venues/{venue}', '')),
      [
        'POST /clock/advance',
        'PUT /latency',
        'POST /outcomes',
        'POST /faults',
        'POST /commit-faults',
        'PUT /journal',
        'POST /steps',
        'PUT /stream',
        'POST /stream-faults',
      ],
    )

    for (const { name, requestBody, send } of operations) {
      for (const headers of [{}, json, { 'content-type': 'text/plain' }]) {
        const answer = await send('', headers)
        if (!requestBody?.required) assert.ok([200, 201, 204, 404].includes(answer.status), name)
        else assert.deepEqual(await issuesIn(answer), ['INVALID_REQUEST', ''], name)
      }
    }
  })

  test('that is omitted means the same as {}', async () => {
    const { open, ask, post } = openControl()
    await open({ name: 'mine' })

    for (const path of ['/venues/mine/races', '/venues/mine/breakpoints']) {
      assert.equal((await post(path)).status, 201)
      assert.equal((await post(path, {})).status, 201)
      const [one, two] = await bodyIn<{ id: string }[]>(ask('GET', path))
      assert.deepEqual({ ...one, id: '' }, { ...two, id: '' })
    }
  })

  test('other than {} is refused by an operation that takes none', async () => {
    const { operations } = await openOperations()

    for (const { name, requestBody, responses, send } of operations) {
      if (requestBody) continue
      for (const headers of [json, { 'content-type': 'application/x-www-form-urlencoded' }]) {
        assert.deepEqual(await issuesIn(send('{"after":1}', headers)), [
          'INVALID_REQUEST',
          '/after',
        ])
        assert.deepEqual(await issuesIn(send('[]', headers)), ['INVALID_REQUEST', ''])
        assert.deepEqual(await issuesIn(send('nonsense', headers)), ['MALFORMED_JSON'])
        assert.notEqual((await send('{}', headers)).status, 400, name)
      }
      assert.ok(responses[400] && responses[413], name)
    }
    const { detail } = await problemIn(
      operations.find(({ name }) => name.endsWith('/restart'))?.send('{"a":1}') ?? assert.fail(),
    )
    assert.equal(detail, 'This operation takes no body: /a is not a known field or parameter.')
  })

  test('that is not UTF-8 is refused: decoding would change it', async () => {
    const { control } = openControl()
    const body = Buffer.from('{"seed":"caf\u00e9"}', 'latin1')

    const { code, detail } = await problemIn(
      control.request('/venues', { method: 'POST', headers: json, body }),
    )

    assert.deepEqual([code, detail], ['MALFORMED_JSON', 'The body is not in UTF-8.'])
  })

  test('may have 256 KiB in every operation', async () => {
    const { operations } = await openOperations()
    const large = '{}'.padEnd(maxBodyBytes)

    for (const { name, responses, send } of operations) {
      assert.notEqual((await send(large)).status, 413, name)
      for (const headers of [json, { ...json, 'content-length': `${maxBodyBytes + 1}` }]) {
        const { code, detail } = await problemIn(send(`${large} `, headers))
        assert.equal(code, 'BODY_TOO_LARGE', name)
        assert.equal(detail, 'A body may have at most 262144 bytes.')
      }
      assert.ok(responses[413], name)
    }
  })

  test('that is too large drops nothing from the journal', async () => {
    const { open, ask, post } = openControl()
    await open({ name: 'mine' })
    await post('/venues/mine/outcomes', { outcome: { does: 'hold' } })

    await post('/venues/mine/outcomes', 'x'.repeat(17_000_000))

    const kept = await bodyIn(ask('GET', '/venues/mine/journal/count'))
    assert.deepEqual(kept, { count: 2, dropped: 0 })
  })

  test('that is refused drops nothing from the journal, however often it is sent', async () => {
    const { open, ask, post } = openControl()
    await open({ name: 'mine' })

    for (let nth = 0; nth < 80; nth++) await post('/venues/mine/outcomes', 'x'.repeat(250_000))
    await post('/venues/mine/outcomes', 'x'.repeat(16_000))

    const kept = await bodyIn(ask('GET', '/venues/mine/journal/count'))
    assert.deepEqual(kept, { count: 81, dropped: 0 })
    const [last] = await bodyIn<JournalEntry[]>(ask('GET', '/venues/mine/journal?after=80'))
    assert.equal(last?.body?.length, 16_002)
  })
})

describe('Over a connection', () => {
  test('a body without bytes counts as omitted, and a body may arrive in chunks', async () => {
    const { close, controlUrl } = await createSimulator()
    after(close)
    const post = (pieces: readonly string[]) =>
      fetch(`${controlUrl}/venues/main/outcomes`, {
        method: 'POST',
        headers: json,
        body: ReadableStream.from(pieces.map((piece) => Buffer.from(piece))),
        duplex: 'half',
      })

    await fetch(`${controlUrl}/venues/main/races`, { method: 'POST', headers: json })
    assert.equal((await post(['{"outcome":', '{"does":"hold"}}'])).status, 201)
    assert.deepEqual(await issuesIn(post([' '.repeat(maxBodyBytes), '{}'])), ['BODY_TOO_LARGE'])

    const journal = await fetch(`${controlUrl}/venues/main/journal`)
    const entries = await bodyIn<{ reply: { status: number }; body?: string }[]>(journal)
    assert.deepEqual(
      entries.map(({ reply, body }) => [reply.status, body]),
      [
        [201, undefined],
        [201, '{"outcome":{"does":"hold"}}'],
        [413, undefined],
      ],
    )
  })
})
