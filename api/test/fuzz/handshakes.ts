import fc from 'fast-check'
import { junk } from './values.ts'

/** What a connection begins with: a handshake or what resembles one, and whether it comes whole. */
export interface Opening {
  readonly method: string
  readonly target: string
  readonly text: string
}

/** Mostly the first, which is right; else one of the others. */
const mostly = (right: string, ...wrong: string[]) =>
  fc.oneof({ weight: 14, arbitrary: fc.constant(right) }, fc.constantFrom(...wrong))

/** The value of a header field, that of two, or undefined where there is none. */
const field = (right: string, ...wrong: string[]) =>
  fc.oneof(
    { weight: 18, arbitrary: fc.constant([right]) },
    { weight: 2, arbitrary: fc.constantFrom(...wrong).map((value) => [value]) },
    fc.constantFrom([], [right, right]),
  )

const queries = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom('?from=0', '?symbol=EURUSD', '?orderStatus=EXECUTED', '?from=0&heartbeatMs=100'),
  fc.constantFrom(
    '?from=-1',
    '?from=999999999',
    '?log=another',
    '?heartbeatMs=1',
    '?x=1',
    '?',
    '#',
  ),
  junk.map((text) => `?from=${encodeURIComponent(text.toWellFormed())}`),
)

const handshakes = fc
  .record({
    method: mostly('GET', 'POST', 'HEAD', 'OPTIONS', 'CONNECT', 'get'),
    path: mostly(
      '/ws',
      ...[
        '/ws/',
        '/%77s',
        '//ws',
        'http://localhost/ws',
        'http://x/ws',
        'http://user:secret@localhost/ws',
      ],
      ...['/events', '/health', '*', 'ws'],
    ),
    query: queries,
    version: mostly('HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/3.0', 'http/1.1', ''),
    fields: fc.record({
      Host: field('localhost', 'elsewhere.test', 'a b', '', '[::1', '10.0.0.256'),
      Upgrade: field('websocket', 'WebSocket', 'h2c', 'websocket, h2c', ''),
      Connection: field('Upgrade', 'keep-alive, upgrade', 'close', 'Upgrade, close', ''),
      'Sec-WebSocket-Version': field('13', '8', '13, 8', '013', ''),
      'Sec-WebSocket-Key': field('AAAAAAAAAAAAAAAAAAAAAA==', 'AA==', 'x'.repeat(24), ''),
    }),
    Origin: fc.constantFrom(
      undefined,
      undefined,
      'http://localhost',
      'http://elsewhere.test',
      'null',
      '',
    ),
    'Sec-WebSocket-Protocol': fc.constantFrom(undefined, undefined, 'a', 'a, b', 'a,,b', ' '),
    'Sec-WebSocket-Extensions': fc.constantFrom(
      undefined,
      'permessage-deflate; client_max_window_bits',
      'permessage-deflate; server_max_window_bits=99',
      'x'.repeat(5000),
      ';;',
    ),
    'Content-Length': fc.constantFrom(
      undefined,
      undefined,
      undefined,
      '5',
      '-1',
      '99999999999999999',
    ),
  })
  .map(({ method, path, query, version, fields, ...optional }): Opening => {
    const lines = [...Object.entries(fields), ...Object.entries(optional)].flatMap(
      ([name, value]) => [value ?? []].flat().map((one) => `${name}: ${one}\r\n`),
    )
    const target = path + query
    return { method, target, text: `${method} ${target} ${version}\r\n${lines.join('')}\r\n` }
  })

const ticket = '{"symbol":"EURUSD","side":"BUY","quantity":1}'

/** Requests that are framed as none may be. */
const misframed = fc
  .tuple(
    fc.constantFrom(
      'Content-Length: 1000',
      'Content-Length: 1',
      'Content-Length: 45\r\nContent-Length: 46',
      'Content-Length: 45\r\nTransfer-Encoding: chunked',
      'Content-Length: 0x2d',
      'Content-Length: +45',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: chunked, identity',
      'Transfer-Encoding: gzip',
      'Transfer-Encoding: gzip, chunked',
      'Content-Length: 45\r\nExpect: 100-continue',
      'Content-Length: 1000000\r\nExpect: 100-continue',
      'Content-Length: 45\r\nExpect: 100-continue, wonders',
      'Transfer-Encoding : chunked',
      ' folded: field\r\nContent-Length: 45',
    ),
    fc.oneof(
      fc.constantFrom(ticket, '', `2d\r\n${ticket}\r\n0\r\n\r\n`, `2d;x=1\r\n${ticket}\r\n`),
      fc.constantFrom('ffffffffffffffff\r\n', '-1\r\n', '0\r\nContent-Length: 5\r\n\r\n'),
      junk,
    ),
  )
  .map(([framing, body]): Opening => {
    const head = `POST /orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${framing}\r\n\r\n`
    return { method: 'POST', target: '/orders', text: head + body }
  })

/** A handshake that nothing is wrong with. */
export const goodHandshake = (query: string) =>
  `GET /ws${query} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`

const good = queries.map((query): Opening => {
  return { method: 'GET', target: `/ws${query}`, text: goodHandshake(query) }
})

/** Openings of all kinds, some of them broken off. */
export const openings: fc.Arbitrary<Opening> = fc
  .tuple(
    fc.oneof(
      { weight: 10, arbitrary: good },
      { weight: 8, arbitrary: handshakes },
      { weight: 2, arbitrary: misframed },
    ),
    // Never down to nothing: what follows may be a request, and would be judged as this one.
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
      fc.integer({ min: 1, max: 300 }),
    ),
  )
  .map(([opening, length]) => ({ ...opening, text: opening.text.slice(0, length) }))
