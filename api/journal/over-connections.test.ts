import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { ticket } from '../test/support/app.ts'
import { exchange, handshake, serve, until } from '../test/support/platform.ts'
import type { JournalEntry } from './entries.ts'

const body = JSON.stringify(ticket)
const request = (method: string, headers: readonly string[], text: string) =>
  [`${method} /orders HTTP/1.1`, 'Host: localhost', 'Connection: close', ...headers, '', text].join(
    '\r\n',
  )
const json = 'Content-Type: application/json'

async function open(latencyMs = 0) {
  const served = await serve({ latencyMs, keepsJournal: true })
  const { journal, requests } = served.venues.main
  assert.ok(journal)
  const entries = () => [...journal.after(0)]
  const last = () => entries().at(-1) as JournalEntry
  return { ...served, requests, entries, last }
}

describe('Over a connection, a journal keeps', () => {
  test('a chunked body, and a body that no handler read', async () => {
    const { port, last } = await open()
    const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`

    await exchange(port, request('POST', [json, 'Transfer-Encoding: chunked'], chunks))
    await until(() => last().body !== undefined)
    assert.deepEqual([last().reply?.status, last().body], [201, body])

    const length = `Content-Length: ${body.length}`
    await exchange(port, request('POST', ['Content-Type: text/plain', length], body))
    await until(() => last().body !== undefined)
    assert.deepEqual([last().reply?.status, last().body], [415, body])
  })

  for (const [what, bytes] of [
    ['starts with a byte-order mark', Buffer.from(`\ufeff${body}`)],
    ['is not UTF-8', Buffer.from([0x1f, 0x8b, 0x08, 0xff, 0xc3])],
  ] as const) {
    test(`every byte of a body that ${what}, with a Content-Length or chunked`, async () => {
      const { port, entries } = await open()
      const chunks = [`${bytes.length.toString(16)}\r\n`, bytes, '\r\n0\r\n\r\n']
      for (const [framing, parts] of [
        [`Content-Length: ${bytes.length}`, [bytes]],
        ['Transfer-Encoding: chunked', chunks],
      ] as const) {
        const head = request('POST', [json, framing], '')
        await exchange(port, Buffer.concat([head, ...parts].map((part) => Buffer.from(part))))
      }
      await until(() => entries().every((entry) => entry.body !== undefined))
      assert.deepEqual(
        entries().map((entry) => Buffer.from(entry.body as Uint8Array)),
        [bytes, bytes],
      )
    })
  }

  test('of the Host header as it was sent', async () => {
    const { port, entries, last } = await open()
    const host = `[0:0:0:0:0:0:0:1]:${port}`
    const sent = (head: string) => head.replace('Host: localhost', `Host: ${host}`)
    await exchange(port, sent(request('GET', [], '')))
    assert.equal(last().headers.host, host)

    await exchange(port, `${sent(handshake('/ws', 'Connection: Upgrade, close'))}junk that ends it`)
    await until(() => entries().length === 2)
    assert.equal(last().headers.host, host)
    assert.equal(last().headers.upgrade, 'websocket')
  })

  test('only the path of an absolute request target', async () => {
    const { port, last } = await open()

    await exchange(
      port,
      'GET http://localhost/orders?limit=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    )

    assert.deepEqual([last().target, last().reply?.status], ['/orders?limit=1', 200])
  })

  test('no body that is too large', async () => {
    const { port, last } = await open()
    const large = 'x'.repeat(20_000)

    await exchange(port, request('POST', [json, `Content-Length: ${large.length}`], large))

    assert.deepEqual([last().reply?.status, last().body], [413, undefined])
  })

  test('whether the client had disconnected before the reply', async () => {
    const { port, last, requests, venueClock } = await open(500)
    const length = `Content-Length: ${body.length}`
    const socket = connect(port, '127.0.0.1')
    socket.write(request('POST', [json, length], body))
    await until(() => requests.waiting === 1)

    const entry = last()
    socket.resetAndDestroy()
    // Node handles the reset of one connection before it serves a later one.
    await exchange(port, 'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    venueClock.advance(500)
    await until(() => entry.reply !== undefined)

    assert.deepEqual([entry.reply?.status, entry.clientLeft], [201, true])
    assert.deepEqual(entry.caused, [{ from: 1, to: 1 }])
    assert.equal(last().clientLeft, false)
  })
})
