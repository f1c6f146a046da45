import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import type { InjectedFault } from '../faults/fault-rules.ts'
import { exchange, handshake, serve, until } from '../test/support/platform.ts'

const ticket = JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })
const placement = `POST /orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${ticket.length}\r\n\r\n${ticket}`

/** A platform that listens, and what is told of its replies. */
async function serveTold(options: { readonly latencyMs?: number } = {}) {
  const told: string[] = []
  const platform = await serve({
    ...options,
    onReply: ({ method, path, status }) => void told.push(`${method} ${path}: ${status}`),
  })
  return { ...platform, told }
}

describe('Of a reply is told', () => {
  test('its status when it is sent', async () => {
    const { port, told } = await serveTold()
    await exchange(port, placement)
    await exchange(port, placement.replaceAll('EURUSD', 'eurusd'))

    assert.deepEqual(told, ['POST /orders: 201', 'POST /orders: 400'])
  })

  test('its path, without query and secrets', async () => {
    const { port, told } = await serveTold()
    const target = '/orders;sid=hush?token=hush'
    await exchange(port, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)

    assert.deepEqual(told, ['GET /orders;sid=(redacted): 404'])
  })

  test('that it made a WebSocket of its connection', async () => {
    const { port, told } = await serveTold()
    const socket = connect(port, '127.0.0.1').end(handshake('/ws'))
    await until(() => told.length > 0)
    socket.destroy()

    assert.deepEqual(told, ['GET /ws: 101'])
  })

  for (const [does, ...expected] of [
    ['close', 'POST /orders: undefined'],
    ['reset', 'POST /orders: undefined'],
    ['truncate', 'POST /orders: undefined'],
    ['answer', 'POST /orders: 503'],
  ] as const) {
    test(`what its client gets of it where a fault is to ${does}`, async () => {
      const { port, told, venues } = await serveTold()
      const action = { does, status: 503 } as InjectedFault
      venues.main.faultInjection.faults.rules.add({ match: { at: 'after-commit' }, action })
      await exchange(port, placement).catch(() => {})
      await until(() => told.length > 0)

      assert.deepEqual(told, expected)
    })
  }

  test('that it broke off where its venue crashed', async () => {
    const { port, told, venues } = await serveTold({ latencyMs: 100 })
    const socket = connect(port, '127.0.0.1')
    socket.write(placement)
    await until(() => venues.main.requests.waitingForTime === 1)
    venues.main.restart()
    await until(() => told.length > 0)

    assert.deepEqual(told, ['POST /orders: undefined'])
    socket.destroy()
  })
})
