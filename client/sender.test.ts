import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type OutgoingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, beforeEach, describe, test } from 'node:test'
import { createClient } from './client.ts'

interface Scripted {
  readonly status?: number
  readonly headers?: OutgoingHttpHeaders
  readonly body?: object
  /** When to reply. Default: at once. */
  readonly at?: Promise<void>
}

describe('A read asks for the last position', () => {
  let url = ''
  /** The replies to come, and what each request asked for. */
  let script: Scripted[] = []
  let asked: (string | undefined)[] = []

  const server = createServer(async ({ headers }, reply) => {
    asked.push([headers['log-id'], headers['min-log-position']].filter(Boolean).join(' '))
    const { status = 200, headers: fields, body = {}, at } = script.shift() ?? {}
    await at
    const type = status < 400 ? 'application/json' : 'application/problem+json'
    reply.writeHead(status, { 'Content-Type': type, ...fields }).end(JSON.stringify(body))
  })
  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening')
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => server.close())
  beforeEach(() => {
    asked = []
  })

  const seen = (log: string, position: number): Scripted => ({
    headers: { 'Log-Id': log, 'Log-Position': `${position}` },
  })
  const refused = (status: number, code: string, { headers }: Scripted = {}): Scripted => ({
    status,
    body: { code, detail: '' },
    ...(headers && { headers }),
  })

  /** What each read asks for, and the read after them all. */
  async function askedFor(...replies: Scripted[]) {
    script = [...replies]
    const client = createClient({ url, withinMs: 1000 })
    for (const _ of replies) await client.read('1').catch(() => {})
    await client.read('1')
    return asked
  }

  test('that a reply named, never an earlier one', async () => {
    assert.deepEqual(await askedFor(seen('a', 7), seen('a', 5), refused(409, 'X', seen('a', 9))), [
      '',
      'a 7',
      'a 7',
      'a 9',
    ])
  })

  test('of the venue, and ignores replies that are not from the venue', async () => {
    assert.deepEqual(
      await askedFor(seen('a', 7), {}, refused(404, 'VENUE_NOT_FOUND', seen('main', 9))),
      ['', 'a 7', 'a 7', 'a 7'],
    )
  })

  test('of the new log when the venue was reset', async () => {
    assert.deepEqual(await askedFor(seen('a', 7), refused(409, 'LOG_CHANGED', seen('b', 0))), [
      '',
      'a 7',
      'b 0',
      'b 0',
    ])
  })

  test('of the new log, even if a reply of the old one arrives late', async () => {
    const { promise: at, resolve } = Promise.withResolvers<void>()
    script = [seen('a', 7), { ...seen('a', 8), at }, seen('b', 1)]
    const client = createClient({ url })
    await client.read('1')
    const late = client.read('1')
    while (asked.length < 2) await new Promise(setImmediate)
    await client.read('1')
    resolve()
    await late

    await client.read('1')

    assert.deepEqual(asked, ['', 'a 7', 'a 7', 'b 1'])
  })
})
