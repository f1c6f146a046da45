import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, describe, test } from 'node:test'
import type { Problem } from '../contract/orders.ts'
import { maxHeaderBytes } from '../http/limits.ts'
import { exchange, handshake, hasIpv6, serve, until } from '../test/support/platform.ts'
import { openRawClient } from '../test/support/raw-client.ts'
import { connectTo } from '../test/support/stream-clients.ts'

const ticket = JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1000 })
const place = (url: string) =>
  fetch(`${url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: ticket,
  })

describe('A request that Node would answer by itself', () => {
  const requests = {
    'bytes that are not HTTP': ['nonsense\r\n\r\n', 400, 'INVALID_REQUEST'],
    'an unknown method': [
      'FETCH /orders HTTP/1.1\r\nHost: localhost\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'no host': ['GET /health HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'INVALID_REQUEST'],
    'an invalid host': [
      'GET /health HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'a host that forms no URL': [
      'GET /orders/1 HTTP/1.1\r\nHost: 10.0.0.256\r\nConnection: close\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'two hosts': [
      'GET /health HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'a handshake with two hosts': [
      handshake('/ws', 'Connection: Upgrade, close\r\nHost: localhost'),
      400,
      'INVALID_REQUEST',
    ],
    'two content types': [
      `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\nContent-Length: ${ticket.length}\r\nConnection: close\r\n\r\n${ticket}`,
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    'a target of more than 8 KiB': [
      `GET /orders?symbol=${'X'.repeat(8 * 1024)} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      414,
      'URI_TOO_LONG',
    ],
    'a target of more than Node accepts': [
      `GET /orders?symbol=${'X'.repeat(80 * 1024)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      414,
      'URI_TOO_LONG',
    ],
    'an invalid port': [
      'GET /health HTTP/1.1\r\nHost: localhost:99999\r\nConnection: close\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'an invalid target': [
      'GET nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'a target that only OPTIONS has': [
      'GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'a target that names a user': [
      'GET http://user:secret@x/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'a handshake whose target names a user': [
      handshake('http://user:secret@x/ws'),
      400,
      'INVALID_REQUEST',
    ],
    'OPTIONS * without a host': [
      'OPTIONS * HTTP/1.1\r\nConnection: close\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'a target with a fragment': [
      'GET /orders#all?symbol=EURUSD HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'too large headers': [
      `GET /health HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    'an impossible expectation': [
      'GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: wonders\r\nConnection: close\r\n\r\n',
      417,
      'EXPECTATION_FAILED',
    ],
    'a proxy request': [
      'CONNECT x:443 HTTP/1.1\r\nHost: localhost:443\r\n\r\n',
      405,
      'METHOD_NOT_ALLOWED',
    ],
    'an upgrade to an unsupported protocol': [
      'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n',
      426,
      'UPGRADE_REQUIRED',
    ],
    'a handshake of an old version': [
      'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      426,
      'UPGRADE_REQUIRED',
    ],
    'a handshake without a key': [
      'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n',
      426,
      'UPGRADE_REQUIRED',
    ],
    'a body with invalid chunks': [
      'POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'a body with two lengths': [
      'POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    'a body in an unknown coding': [
      'POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
      501,
      'UNSUPPORTED_TRANSFER_CODING',
    ],
    'a body in two codings, named in two fields': [
      'POST /orders HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      501,
      'UNSUPPORTED_TRANSFER_CODING',
    ],
    'a body in a coding without an end': [
      'POST /orders HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\nnonsense',
      501,
      'UNSUPPORTED_TRANSFER_CODING',
    ],
    'a handshake with a body in an unknown coding': [
      handshake('/ws', 'Connection: Upgrade\r\nTransfer-Encoding: gzip, chunked'),
      501,
      'UNSUPPORTED_TRANSFER_CODING',
    ],
    'a chunked body in HTTP/1.0': [
      'POST /orders HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'INVALID_REQUEST',
    ],
    ...Object.fromEntries(
      ['HTTP/2.0', 'HTTP/0.9', 'HTTP/1.2', 'HTTP/3.0'].map((version) => [
        `a request in ${version}`,
        [`GET /health ${version}\r\nHost: localhost\r\n\r\n`, 505, 'UNSUPPORTED_HTTP_VERSION'],
      ]),
    ),
    'a request without a version': ['GET /health\r\n\r\n', 505, 'UNSUPPORTED_HTTP_VERSION'],
    'the preface of HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 505, 'UNSUPPORTED_HTTP_VERSION'],
    'a handshake in HTTP/2.0': [
      handshake('/ws').replace('HTTP/1.1', 'HTTP/2.0'),
      505,
      'UNSUPPORTED_HTTP_VERSION',
    ],
    'an impossible expectation beside 100-continue': [
      'GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue, wonders\r\nConnection: close\r\n\r\n',
      417,
      'EXPECTATION_FAILED',
    ],
    'a handshake without upgrade in Connection': [
      handshake('/ws', 'Connection: close'),
      426,
      'UPGRADE_REQUIRED',
    ],
    'a handshake in HTTP/1.0': [
      handshake('/ws').replace('HTTP/1.1', 'HTTP/1.0'),
      426,
      'UPGRADE_REQUIRED',
    ],
    'a handshake for an unknown, escaped path': [handshake('/%2577s'), 404, 'ROUTE_NOT_FOUND'],
    'a handshake with an unknown parameter': [handshake('/ws?colour=red'), 400, 'INVALID_REQUEST'],
    'a handshake with an invalid host': [
      handshake('/ws').replace('Host: localhost', 'Host: a b/c'),
      400,
      'INVALID_REQUEST',
    ],
    'a handshake without a host': [
      handshake('/ws').replace('Host: localhost\r\n', ''),
      400,
      'INVALID_REQUEST',
    ],
    'a handshake with an invalid list of subprotocols': [
      handshake('/ws', 'Connection: Upgrade, close\r\nSec-WebSocket-Protocol: a,,b'),
      426,
      'UPGRADE_REQUIRED',
    ],
  } as const satisfies Record<string, readonly [string, number, string]>
  for (const [name, [request, status, code]] of Object.entries(requests)) {
    test(`with ${name} gets a problem: ${status} ${code}`, { timeout: 5000 }, async () => {
      const { port } = await serve()
      const { head, body } = await exchange(port, request)

      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `))
      assert.match(head, /content-type: application\/problem\+json/i)
      assert.match(head, /log-id: \w+\r\nlog-position: 0\r\nx-content-type-options: nosniff/i)
      const problem = JSON.parse(body) as Problem
      assert.equal(problem.code, code)
      assert.equal(problem.status, status)
    })
  }

  test('for OPTIONS * gets all methods of the server', async () => {
    const { port } = await serve()
    const request = 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
    const { head, body } = await exchange(port, request)

    assert.match(head, /^HTTP\/1.1 204 /)
    const [, allowed = ''] = /^allow: (.*)$/im.exec(head) ?? []
    assert.deepEqual(allowed.split(', ').sort(), ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST'])
    assert.match(head, /log-id: \w+\r\nlog-position: 0\r\nx-content-type-options: nosniff/i)
    assert.equal(body, '')
  })

  test('may spell chunked in any case, in a list with empty members', async () => {
    const { port } = await serve()
    const { head } = await exchange(
      port,
      `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: , Chunked\r\nConnection: close\r\n\r\n${ticket.length.toString(16)}\r\n${ticket}\r\n0\r\n\r\n`,
    )

    assert.match(head, /^HTTP\/1.1 201 /)
  })

  test('is refused for the size of its header fields, never for their number', async () => {
    const { port } = await serve()
    const ask = (fields: string) =>
      exchange(
        port,
        `GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${fields}\r\n`,
      )
    // The names and values above and the target have 35 bytes.
    const left = maxHeaderBytes - 35
    const fields = (bytes: number) => 'X: y\r\n'.repeat(bytes / 2)

    assert.match((await ask(fields(left - 1))).head, /^HTTP\/1.1 200 /)
    const { head, body } = await ask(fields(left + 1))
    assert.match(head, /^HTTP\/1.1 431 /)
    assert.match((JSON.parse(body) as Problem).detail, /names and values .* 16384 bytes or more/)
  })

  test('with an upgrade on another path gets the reply of that path', async () => {
    const { port } = await serve()
    const { head } = await exchange(
      port,
      'GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n',
    )

    assert.match(head, /^HTTP\/1.1 200 /)
  })

  for (const host of ['127.0.0.1', '::']) {
    test(`in HTTP/1.0 needs no host, served at ${host}`, async (t) => {
      if (host === '::' && !hasIpv6) return t.skip('this machine has no IPv6')
      const { port } = await serve({ host })

      assert.match((await exchange(port, 'GET /health HTTP/1.0\r\n\r\n')).head, /^HTTP\/1.1 200 /)
    })
  }

  test('gets its reply in spite of garbage behind it', async () => {
    const { port, venue, venueClock } = await serve({ latencyMs: 100 })
    const post = `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${ticket.length}\r\n\r\n${ticket}`
    const exchanged = exchange(port, `${post}GARBAGE\r\n\r\n`)
    await until(() => venueClock.nextDue() !== undefined)
    venueClock.advance(100)
    const { head } = await exchanged

    assert.match(head, /^HTTP\/1.1 201 /)
    assert.equal(venue.position, 1)
  })

  test('gets its reply and one problem for endless garbage behind it', async () => {
    const { port, venueClock } = await serve({ latencyMs: 100 })
    const warnings: Error[] = []
    const keep = (warning: Error) => warnings.push(warning)
    process.on('warning', keep)
    const junk = 'GARBAGE\r\n\r\n'.repeat(1000)
    const exchanged = exchange(port, `GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n${junk}`)
    await until(() => venueClock.nextDue() !== undefined)
    venueClock.advance(100)
    const { head, body } = await exchanged
    process.off('warning', keep)

    assert.match(head, /^HTTP\/1.1 200 /)
    assert.match(body, /^\[\]HTTP\/1.1 400 /)
    assert.deepEqual(warnings, [])
  })

  test('may be reset at any time without affecting others', async () => {
    const { url, port } = await serve()
    const requests = [
      'CONNECT x:1 HTTP/1.1\r\nHost: localhost:1\r\n\r\n',
      'GARBAGE\r\n\r\n',
      handshake('/ws'),
    ]
    for (let round = 0; round < 300; round++) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      socket.write(requests[round % requests.length] as string)
      if (round % 2) await once(socket, 'connect')
      socket.resetAndDestroy()
    }

    assert.equal((await fetch(`${url}/health`)).status, 200)
  })

  for (const length of ['Content-Length: 50\r\n\r\n', 'Transfer-Encoding: chunked\r\n\r\n9\r\n']) {
    test(`may break off within its body without a reported bug: ${length.split(':')[0]}`, async () => {
      const { url, port } = await serve()
      const socket = connect(port, '127.0.0.1')
      socket.write(
        `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${length}{"sym`,
      )
      await once(socket, 'connect')
      // After the reply to a later request, the platform has begun to read this one.
      await fetch(`${url}/health`)
      socket.destroy()

      assert.equal((await fetch(`${url}/health`)).status, 200)
    })
  }

  test('may have a chunked body, which is refused when it grows too large', async () => {
    const { port } = await serve()
    const post = (body: string) =>
      exchange(
        port,
        `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      )

    assert.match((await post(ticket)).head, /^HTTP\/1.1 201 /)
    assert.match((await post(' '.repeat(20_000))).body, /BODY_TOO_LARGE/)
  })
})

describe('Stopping', () => {
  test('finishes requests in flight, closes WebSockets with 1001, and accepts no connections', async () => {
    const { url, stream, close, venueClock } = await serve({ latencyMs: 500 })
    const { socket } = await connectTo(url)
    await until(() => stream.size === 1)
    const inFlight = place(url)
    await until(() => venueClock.nextDue() === venueClock.now() + 500)

    const start = performance.now()
    const closed = close(20_000)
    const [code] = await once(socket, 'close')
    // Longer than the first sweep of idle connections takes.
    await until(() => performance.now() > start + 200)
    venueClock.advance(500)
    const { status } = await inFlight
    await closed

    assert.equal(code, 1001)
    assert.equal(status, 201)
    // Sooner than a keep-alive connection ends by itself: undici closes after 4 s, Node after 5 s.
    assert.ok(performance.now() - start < 2500)
    await assert.rejects(fetch(`${url}/health`))
  })

  test('answers requests that have arrived, the last one with Connection: close', async () => {
    const { port, stream, close, venueClock } = await serve({ latencyMs: 100 })
    const get = 'GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n'
    const client = openRawClient(port)
    await client.send(get + get)
    await until(() => venueClock.nextDue() !== undefined)

    const closed = close(10_000)
    venueClock.advance(100)
    const replies = [await client.reply(), await client.reply()]
    await client.end()
    client.socket.end()
    await closed

    assert.deepEqual(
      replies.map(({ status, headers }) => [status, headers.get('connection')]),
      [
        [200, 'keep-alive'],
        [200, 'close'],
      ],
    )
    assert.equal(stream.size, 0)
  })

  test('does not destroy a connection whose client may still be reading the last reply', async () => {
    const { port, close, venueClock } = await serve({ latencyMs: 100 })
    const client = openRawClient(port)
    await client.send('GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await until(() => venueClock.nextDue() !== undefined)

    const closed = close(20_000)
    venueClock.advance(100)
    await client.end()
    const ended = performance.now()
    // Longer than the first sweep of idle connections takes.
    await until(() => performance.now() > ended + 200)
    // On a destroyed connection, the first of these fails.
    for (let nth = 0; nth < 20; nth++)
      await client.send('GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n')
    assert.equal((await client.reply()).status, 200)
    client.socket.end()
    await once(client.socket, 'close')
    await closed
  })

  const unfinished = {
    nothing: '',
    'half of the header fields': 'GET /health HTTP/1.1\r\nHo',
    'half of a body': `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${ticket.length}\r\n\r\n{`,
    'half of a request behind a complete one':
      'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /he',
  }
  for (const [name, sent] of Object.entries(unfinished)) {
    test(`does not wait for a client that has sent ${name}`, { timeout: 5000 }, async () => {
      const { url, port, close, venue } = await serve()
      const socket = connect(port, '127.0.0.1').resume()
      after(() => socket.destroy())
      socket.write(sent)
      await once(socket, 'connect')
      // After the reply to a later request, the platform has read this one.
      await fetch(`${url}/health`)
      const cutOff = once(socket, 'close')

      await close(20_000)
      await cutOff

      assert.equal(venue.position, 0)
    })
  }

  test('waits for a WebSocket client that is slow to close', async () => {
    const { url, stream, close } = await serve()
    const { socket } = await connectTo(url)
    await until(() => stream.size === 1)
    socket.pause()

    let isClosed = false
    const start = performance.now()
    const closed = close(20_000).then(() => {
      isClosed = true
    })
    // Longer than the first sweep of idle connections takes.
    await until(() => performance.now() > start + 200)
    assert.equal(isClosed, false)
    socket.resume()
    const [code] = await once(socket, 'close')
    await closed

    assert.equal(code, 1001)
  })

  test('destroys the connection of a client that does not close within the grace period', async () => {
    const { url, stream, close } = await serve()
    const { socket } = await connectTo(url)
    await until(() => stream.size === 1)
    socket.pause()

    await close(50)
    await until(() => stream.size === 0)

    assert.equal(stream.size, 0)
    socket.terminate()
  })
})
