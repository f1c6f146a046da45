import fc from 'fast-check'
import { handshake } from '../support/platform.ts'
import { junk } from './values.ts'

/** What a connection starts with: a handshake, or something like one. */
export interface Opening {
  readonly method: string
  readonly target: string
  readonly text: string
}

/** Mostly the first value. */
const mostly = (right: string, ...wrong: string[]) =>
  fc.oneof({ weight: 14, arbitrary: fc.constant(right) }, fc.constantFrom(...wrong))

const queries = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom('?from=0', '?symbol=EURUSD', '?orderStatus=EXECUTED', '?from=0&heartbeatMs=100'),
  fc.constantFrom(...'?from=-1 ?from=999999999 ?log=another ?heartbeatMs=1 ?x=1 ? #'.split(' ')),
  junk.map((text) => `?from=${encodeURIComponent(text.toWellFormed())}`),
)

/** For each field of a handshake the right value, then wrong ones. */
const required: Readonly<Record<string, readonly [string, ...string[]]>> = {
  Host: ['localhost', 'elsewhere.test', 'a b', '', '[::1', '10.0.0.256'],
  Upgrade: ['websocket', 'WebSocket', 'h2c', 'websocket, h2c', ''],
  Connection: ['Upgrade', 'keep-alive, upgrade', 'close', 'Upgrade, close', ''],
  'Sec-WebSocket-Version': ['13', '8', '13, 8', '013', ''],
  'Sec-WebSocket-Key': ['AAAAAAAAAAAAAAAAAAAAAA==', 'AA==', 'x'.repeat(24), ''],
}

const optional: Readonly<Record<string, readonly string[]>> = {
  Origin: ['http://localhost', 'http://elsewhere.test', 'null', ''],
  'Sec-WebSocket-Protocol': ['a', 'a, b', 'a,,b', ' '],
  'Sec-WebSocket-Extensions': [
    'permessage-deflate; client_max_window_bits',
    'permessage-deflate; server_max_window_bits=99',
    'x'.repeat(5000),
    ';;',
  ],
  'Content-Length': ['5', '-1', '99999999999999999'],
}

/** A field that is absent, present or present twice, as lines. */
const fields: fc.Arbitrary<string>[] = [
  ...Object.entries(required).map(([name, [right, ...wrong]]) => {
    const line = `${name}: ${right}\r\n`
    return fc.oneof(
      { weight: 18, arbitrary: fc.constant(line) },
      { weight: 2, arbitrary: fc.constantFrom(...wrong).map((value) => `${name}: ${value}\r\n`) },
      fc.constantFrom('', line + line),
    )
  }),
  ...Object.entries(optional).map(([name, values]) =>
    fc.oneof(
      fc.constant(''),
      fc.constantFrom(...values).map((value) => `${name}: ${value}\r\n`),
    ),
  ),
]

const hostile = fc
  .tuple(
    mostly('GET', 'POST', 'HEAD', 'OPTIONS', 'CONNECT', 'get'),
    mostly(
      ...(['/ws', '/ws/', '/%77s', '//ws', '/events', '/health', '*', 'ws'] as const),
      ...['http://localhost/ws', 'http://x/ws', 'http://user:secret@localhost/ws'],
    ),
    queries,
    mostly('HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/3.0', 'http/1.1', ''),
    fc.tuple(...fields),
  )
  .map(([method, path, query, version, lines]): Opening => {
    const target = path + query
    return { method, target, text: `${method} ${target} ${version}\r\n${lines.join('')}\r\n` }
  })

const ticket = '{"symbol":"EURUSD","side":"BUY","quantity":1}'

/** Requests with wrong framing. */
const misframed = fc
  .tuple(
    fc.constantFrom(
      ...['1000', '1', '0x2d', '+45'].map((length) => `Content-Length: ${length}`),
      ...['chunked', 'chunked, identity', 'gzip', 'gzip, chunked'].map(
        (coding) => `Transfer-Encoding: ${coding}`,
      ),
      'Content-Length: 45\r\nContent-Length: 46',
      'Content-Length: 45\r\nTransfer-Encoding: chunked',
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

/** A valid handshake. */
export const goodHandshake = (query: string) => handshake(`/ws${query}`, 'Connection: Upgrade')

const good = queries.map(
  (query): Opening => ({ method: 'GET', target: `/ws${query}`, text: goodHandshake(query) }),
)

/** Openings of all kinds. Some are cut, but never empty, or the next bytes would be parsed as the request. */
export const openings: fc.Arbitrary<Opening> = fc
  .tuple(
    fc.oneof(
      { weight: 10, arbitrary: good },
      { weight: 8, arbitrary: hostile },
      { weight: 2, arbitrary: misframed },
    ),
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
      fc.integer({ min: 1, max: 300 }),
    ),
  )
  .map(([opening, length]) => ({ ...opening, text: opening.text.slice(0, length) }))
