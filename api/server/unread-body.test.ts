import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { createSimulator } from '../simulator.ts'
import { serve } from '../test/support/platform.ts'
import { openRawClient } from '../test/support/raw-client.ts'

const json = 'Content-Type: application/json\r\n'
const plain = 'Content-Type: text/plain\r\n'
const request = (line: string, fields: string) =>
  `${line} HTTP/1.1\r\nHost: localhost\r\n${fields}\r\n`
const next = request('GET /health', '')

const ticket = '{"symbol":"EURUSD","side":"BUY","quantity":1000}'
const filler = (bytes: number) => 'x'.repeat(bytes)
/** More than the server drains to keep a connection, and more than the system buffers. */
const large = filler(2 * 1024 * 1024)

/** Enough to detect a reset that overtakes the reply. */
const rounds = 3
const lengthOf = (body: string) => `Content-Length: ${body.length}\r\n`
const chunked = 'Transfer-Encoding: chunked\r\n'
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
const lastChunk = '0\r\n\r\n'

/** A request, the body sent before and after the reply, the expected status, whether the connection stays. */
type Shape = readonly [head: string, early: string, late: string, status: number, isKept: boolean]

const shapes: Readonly<Record<string, Shape>> = {
  'a chunked body that is too large': [
    request('POST /orders', json + chunked),
    chunk(filler(20_000)),
    chunk(large) + lastChunk,
    413,
    false,
  ],
  'an announced body that is far too large': [
    request('POST /orders', json + lengthOf(large)),
    '',
    large,
    413,
    false,
  ],
  'an announced body that is somewhat too large': [
    request('POST /orders', json + lengthOf(filler(100_000))),
    '',
    filler(100_000),
    413,
    true,
  ],
  'a body of the wrong type': [
    request('POST /orders', plain + lengthOf(ticket)),
    ticket.slice(0, 9),
    ticket.slice(9),
    415,
    true,
  ],
  'a chunked body of the wrong type': [
    request('POST /orders', plain + chunked),
    chunk(ticket),
    lastChunk,
    415,
    false,
  ],
  'a body for an unknown path': [
    request('POST /nowhere', json + lengthOf(large)),
    filler(1000),
    large.slice(1000),
    404,
    false,
  ],
  'a small body for an unknown path': [
    request('POST /nowhere', json + lengthOf(ticket)),
    '',
    ticket,
    404,
    true,
  ],
  'a body with an unsupported method': [
    request('PUT /orders', json + lengthOf(large)),
    '',
    large,
    405,
    false,
  ],
  'a handshake with a body': [request('GET /ws', lengthOf(large)), '', large, 426, false],
  'a body for an unknown venue': [
    request('POST /orders', `Venue: nowhere\r\n${json}${chunked}`),
    '',
    chunk(ticket) + lastChunk,
    404,
    false,
  ],
  'a body with a bad target': [request('POST nowhere', json + chunked), '', lastChunk, 400, false],
  'an impossible expectation': [
    request('POST /orders', `Expect: wonders\r\n${json}${lengthOf(ticket)}`),
    '',
    ticket,
    417,
    false,
  ],
  'a body that waits for 100-continue': [
    request('POST /orders', `Expect: 100-continue\r\n${plain}${lengthOf(ticket)}`),
    '',
    ticket,
    415,
    false,
  ],
  'a read with a body': [request('GET /health', lengthOf(large)), '', large, 200, false],
  'a read with a small body': [request('GET /health', lengthOf(ticket)), '', ticket, 200, true],
}

const controlShapes: Readonly<Record<string, Shape>> = {
  'a chunked body that is too large for the control API': [
    request('POST /venues/main/outcomes', json + chunked),
    chunk(filler(300_000)),
    chunk(large) + lastChunk,
    413,
    false,
  ],
  'an announced body that is too large for the control API': [
    request('POST /venues/main/outcomes', json + lengthOf(large)),
    '',
    large,
    413,
    false,
  ],
  'a large body for an unknown path of the control API': [
    request('POST /nowhere', json + lengthOf(large)),
    filler(1000),
    large.slice(1000),
    404,
    false,
  ],
}

/** Sends the rest of the body whatever the reply is, then reads. */
async function play(port: number, [head, early, late, status, isKept]: Shape): Promise<void> {
  const client = openRawClient(port)
  await client.send(head + early)
  const refusal = await client.reply()
  await client.send(late + next)

  assert.equal(refusal.status, status)
  const connection = /\bclose\b/.test(refusal.headers.get('connection') ?? '')
    ? 'close'
    : 'keep-alive'
  assert.equal(connection, isKept ? 'keep-alive' : 'close')
  if (isKept) {
    assert.equal((await client.reply()).status, 200)
  } else {
    await client.end()
    assert.equal(client.received, '')
  }
  client.socket.destroy()
}

describe('A reply before the end of the body announces whether the connection stays open', () => {
  for (const [name, shape] of Object.entries(shapes)) {
    test(`after ${name}, every time`, async () => {
      const { port } = await serve()
      for (let nth = 0; nth < rounds; nth++) await play(port, shape)
    })
  }

  for (const [name, shape] of Object.entries(controlShapes)) {
    test(`after ${name}, every time`, async () => {
      const { controlUrl, close } = await createSimulator()
      after(close)
      for (let nth = 0; nth < rounds; nth++) await play(Number(new URL(controlUrl).port), shape)
    })
  }

  test('when everything was sent at once, and the order behind it is not placed', async () => {
    const { port, venue } = await serve()
    const order = request('POST /orders', json + lengthOf(ticket)) + ticket
    for (let nth = 0; nth < rounds; nth++) {
      const client = openRawClient(port)
      const tooLarge = chunk(filler(20_000)) + chunk(large) + lastChunk
      await client.send(request('POST /orders', json + chunked) + tooLarge + order)
      const { status, headers } = await client.reply()
      await client.end()

      assert.deepEqual([status, headers.get('connection')], [413, 'close'])
      assert.equal(client.received, '')
      client.socket.destroy()
    }
    assert.equal(venue.position, 0)
  })

  test('when a complete body was not read, and accepts the next request', async () => {
    const { port, venue } = await serve()
    const client = openRawClient(port)
    const order = request('POST /orders', json + lengthOf(ticket)) + ticket
    await client.send(request('POST /orders', plain + lengthOf(ticket)) + ticket + order + next)

    const statuses = [await client.reply(), await client.reply(), await client.reply()]
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [415, 201, 200],
    )
    assert.equal(venue.position, 1)
  })
})

test('the server waits for a short, slow body, and the connection accepts the next request', async () => {
  const { port } = await serve()
  const client = openRawClient(port)
  await client.send(request('POST /orders', plain + lengthOf(ticket)) + ticket.slice(0, 9))
  assert.equal((await client.reply()).status, 415)
  // Longer than the adapter between Node and Hono waits.
  await new Promise((resolve) => setTimeout(resolve, 700))
  await client.send(ticket.slice(9) + next)

  assert.equal((await client.reply()).status, 200)
})
