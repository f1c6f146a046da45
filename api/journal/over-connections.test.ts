import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import { WebSocket } from 'ws'
import { ticket } from '../testing/app.ts'
import { exchange, serve, until } from '../testing/platform.ts'
import type { RequestEntry } from './entries.ts'
import { type Hearing, toldTo } from './hearing.ts'

const body = JSON.stringify(ticket)
const request = (method: string, headers: readonly string[], text: string) =>
  [`${method} /orders HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', text].join('\r\n')
const json = 'Content-Type: application/json'

async function open(latencyMs = 0) {
  const served = await serve({ latencyMs, keepsJournal: true })
  const { journal, visits } = served.venues.main
  assert.ok(journal)
  const entries = () => [...journal.after(0)]
  const last = () => entries().at(-1) as RequestEntry
  return { ...served, visits, entries, last }
}

describe('Over connections, a journal tells', () => {
  test('of a body that came in pieces, and of one that nobody read', async () => {
    const { port, last } = await open()
    const pieces = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`

    await exchange(port, request('POST', [json, 'Transfer-Encoding: chunked'], pieces))
    await until(() => last().body !== undefined)
    assert.deepEqual([last().reply?.status, last().body], [201, body])

    const length = `Content-Length: ${body.length}`
    await exchange(port, request('POST', ['Content-Type: text/plain', length], body))
    await until(() => last().body !== undefined)
    assert.deepEqual([last().reply?.status, last().body], [415, body])
  })

  test('of a target that names the host only its path', async () => {
    const { port, last } = await open()

    await exchange(
      port,
      'GET http://x/orders?limit=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    )

    assert.deepEqual([last().target, last().reply?.status], ['/orders?limit=1', 200])
  })

  test('of no body that is too large, and the platform goes on', async () => {
    const { port, last } = await open()
    const large = 'x'.repeat(20_000)

    await exchange(port, request('POST', [json, `Content-Length: ${large.length}`], large))

    assert.deepEqual([last().reply?.status, last().body], [413, undefined])
  })

  test('whose client had gone when it was answered', async () => {
    const { port, last, visits, venueClock } = await open(500)
    const length = `Content-Length: ${body.length}`
    const socket = connect(port, '127.0.0.1')
    socket.write(request('POST', [json, length], body))
    await until(() => visits.waiting === 1)

    const entry = last()
    socket.resetAndDestroy()
    // In one process: what the system has told of one connection is seen before the next one is served.
    await exchange(port, 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    venueClock.advance(500)
    await until(() => entry.reply !== undefined)

    assert.deepEqual([entry.reply?.status, entry.clientLeft], [201, true])
    assert.deepEqual(entry.caused, [{ from: 1, to: 1 }])
    assert.equal(last().clientLeft, false)
  })

  test('what somebody who listened was told and said, for as long as that was', async () => {
    const { url, venue, venues, venueClock, entries, stream } = await open()
    const place = (symbol: string) => venue.place({ symbol, side: 'BUY', quantity: 1 })
    const held = { does: 'hold' } as const
    venues.main.outcomes.add({ match: {}, action: held })
    await place('EURUSD')
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?symbol=EURUSD&from=0`)
    await once(socket, 'open')
    socket.send('hello')
    await until(() => hearing().said.length === 1)
    await place('BTC/USD')
    await place('EURUSD')
    await until(() => hearing().subscribed.position === 3)
    venueClock.advance(5)
    socket.close()
    await until(() => hearing().endedAt !== undefined)
    await place('EURUSD')

    const [entry] = entries()
    const { said, subscribed, endedAt } = hearing()
    assert.deepEqual([entry?.target, entry?.reply?.status], ['/ws?symbol=EURUSD&from=0', 101])
    assert.deepEqual(
      [said, subscribed.position, endedAt, stream.size],
      [['hello'], 3, venueClock.now(), 0],
    )
    const told = (after: number) =>
      [...toldTo(hearing(), venue, after)].map(({ event }) => event.position)
    assert.deepEqual([told(0), told(1), told(3)], [[1, 3], [3], []])

    function hearing(): Hearing {
      const kept = entries()[0]?.hearing
      assert.ok(kept)
      return kept
    }
  })

  test('the same of an event stream', async () => {
    const { url, venue, entries } = await open()
    const leaving = new AbortController()
    await fetch(`${url}/events`, { signal: leaving.signal })
    await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
    const hearing = () => entries()[0]?.hearing
    await until(() => hearing()?.subscribed.position === 1)
    leaving.abort()
    await until(() => hearing()?.endedAt !== undefined)

    await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
    assert.equal(hearing()?.subscribed.position, 1)
  })
})
