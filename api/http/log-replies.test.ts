import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import type { InjectedFault } from '../faults/fault-rules.ts'
import { exchange, handshake, serve, until } from '../test/support/platform.ts'

const ticket = JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })
const placement = `POST /orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${ticket.length}\r\n\r\n${ticket}`

/** A listening platform, and what it reports of its replies. */
async function serveReported(options: { readonly latencyMs?: number } = {}) {
  const reported: string[] = []
  const platform = await serve({
    ...options,
    onReply: ({ method, path, status }) => void reported.push(`${method} ${path}: ${status}`),
  })
  return { ...platform, reported }
}

describe('The report of a reply', () => {
  test('has its status when it is sent', async () => {
    const { port, reported } = await serveReported()
    await exchange(port, placement)
    await exchange(port, placement.replaceAll('EURUSD', 'eurusd'))

    assert.deepEqual(reported, ['POST /orders: 201', 'POST /orders: 400'])
  })

  test('has its path, without query and secrets', async () => {
    const { port, reported } = await serveReported()
    const target = '/orders;sid=hush?token=hush'
    await exchange(port, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)

    assert.deepEqual(reported, ['GET /orders;sid=(redacted): 404'])
  })

  test('says 101 when the connection becomes a WebSocket', async () => {
    const { port, reported } = await serveReported()
    const socket = connect(port, '127.0.0.1').end(handshake('/ws'))
    await until(() => reported.length > 0)
    socket.destroy()

    assert.deepEqual(reported, ['GET /ws: 101'])
  })

  for (const [does, ...expected] of [
    ['close', 'POST /orders: undefined'],
    ['reset', 'POST /orders: undefined'],
    ['truncate', 'POST /orders: undefined'],
    ['answer', 'POST /orders: 503'],
  ] as const) {
    test(`says what the client receives when the fault is ${does}`, async () => {
      const { port, reported, venues } = await serveReported()
      const action = { does, status: 503 } as InjectedFault
      venues.main.faultInjection.faults.rules.add({ match: { at: 'after-commit' }, action })
      await exchange(port, placement).catch(() => {})
      await until(() => reported.length > 0)

      assert.deepEqual(reported, expected)
    })
  }

  test('has no status when its venue crashes', async () => {
    const { port, reported, venues } = await serveReported({ latencyMs: 100 })
    const socket = connect(port, '127.0.0.1')
    socket.write(placement)
    await until(() => venues.main.requests.waitingForTime === 1)
    venues.main.restart()
    await until(() => reported.length > 0)

    assert.deepEqual(reported, ['POST /orders: undefined'])
    socket.destroy()
  })
})
