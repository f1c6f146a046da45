import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, test } from 'node:test'
import type { CommitPhase, InjectedFault } from '../faults/fault-rules.ts'
import { exchange, serve } from '../test/support/platform.ts'

const ticket = JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })
const request = (line: string, fields = '', body = '') =>
  `${line} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n${fields}\r\n${body}`
const placement = (fields = '') => request('POST /orders', fields, ticket)
const last = 'Connection: close\r\n'

/** A listening platform with a fault on the first placement. */
async function serveFaulty(does: InjectedFault['does'], at: CommitPhase = 'after-commit') {
  const platform = await serve()
  // Each `does` in these tests needs no other field.
  const action = { does } as InjectedFault
  platform.venues.main.faultInjection.faults.rules.add({
    match: { endpoint: 'POST /orders', at },
    action,
    times: 1,
  })
  return platform
}

/** Sends a request. Returns what comes back until the connection ends, and how it ends. */
async function endOf(port: number, sent: string): Promise<{ text: string; end: string }> {
  const socket = connect(port, '127.0.0.1')
  socket.write(sent)
  let text = ''
  socket.on('data', (bytes) => {
    text += bytes
  })
  const end = await new Promise<string>((resolve) => {
    socket.once('end', () => resolve('closed'))
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) => resolve(code))
  })
  return { text, end }
}

describe('A client', () => {
  for (const [does, end] of [
    ['close', 'closed'],
    ['reset', 'ECONNRESET'],
  ] as const) {
    for (const [at, position] of [
      ['before-commit', 0],
      ['after-commit', 1],
    ] as const) {
      test(`receives nothing when the fault is ${does} ${at}`, async () => {
        const { port, venue } = await serveFaulty(does, at)

        assert.deepEqual(await endOf(port, placement()), { text: '', end })
        assert.equal(venue.position, position)
      })
    }
  }

  test('receives half of the announced body when the reply is truncated', async () => {
    const { port, venue } = await serveFaulty('truncate')

    const { text, end } = await endOf(port, placement())

    const [head = '', body = ''] = text.split('\r\n\r\n')
    const [, length] = /content-length: (\d+)/i.exec(head) ?? []
    assert.match(head, /^HTTP\/1\.1 201 /)
    assert.match(body, /^{"orderId":/)
    assert.equal(body.length, Math.floor(Number(length) / 2))
    assert.equal(end, 'closed')
    assert.equal(venue.position, 1)
  })

  test('receives half of a failure when the reply is truncated before the commit', async () => {
    const { port, venue } = await serveFaulty('truncate', 'before-commit')

    const { text } = await endOf(port, placement())

    assert.match(text, /^HTTP\/1\.1 502 /)
    assert.match(text, /{"type":"\/problems\/bad-gateway",[^}]+$/)
    assert.equal(venue.position, 0)
  })

  test('receives nothing when the truncated reply has no body', async () => {
    const { port, venue, venues } = await serveFaulty('truncate')
    const { orderId } = await venue.place({ symbol: 'EURUSD', side: 'BUY', quantity: 1 })
    venues.main.faultInjection.faults.rules.add({
      match: { at: 'after-commit' },
      action: { does: 'truncate' },
    })

    const cancel = request(`DELETE /orders/${orderId}`)
    assert.deepEqual(await endOf(port, cancel), { text: '', end: 'closed' })
    assert.equal(venue.position, 2)
  })

  test('receives nothing when the truncated reply is to a HEAD request', async (context) => {
    const logged = context.mock.method(console, 'error', () => {})
    const { port, venues } = await serve()
    venues.main.faultInjection.faults.rules.add({
      match: { at: 'after-commit' },
      action: { does: 'truncate' },
    })

    const { text, end } = await endOf(port, request('HEAD /orders'))

    assert.deepEqual({ text, end }, { text: '', end: 'closed' })
    // node-server prints an error when it cannot send a reply.
    assert.equal(logged.mock.callCount(), 0)
  })

  test('receives the replies to earlier requests on the same connection', async () => {
    const { port } = await serveFaulty('close')
    // The listing waits for the placement, but its reply is sent before the placement's.
    const listing = request('GET /orders', 'Min-Log-Position: 1\r\n')

    const { text, end } = await endOf(port, listing + placement())

    assert.match(text, /^HTTP\/1\.1 200 /)
    assert.match(text, /"orderStatus":"PENDING"[^\]]+}]$/)
    assert.equal(end, 'closed')
  })

  test('receives the lost reply when it repeats the request with its key', async () => {
    for (const does of ['close', 'reset', 'truncate'] as const) {
      const { port, venue } = await serveFaulty(does)
      const key = 'Idempotency-Key: a\r\n'
      await endOf(port, placement(key))

      const { head, body } = await exchange(port, placement(key + last))

      assert.match(head, /^HTTP\/1\.1 201 /)
      assert.match(head, /Idempotent-Replayed: true/i)
      assert.equal(JSON.parse(body).orderStatus, 'PENDING')
      assert.equal(venue.position, 1)
    }
  })
})
