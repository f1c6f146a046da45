import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { nameOf } from '../support/profile.ts'
import { claimsIn, discoverProfile, takesOutcomes } from './discovery.ts'
import { OwnServer } from './own-server.ts'

describe('The profile found', () => {
  it('is the whole contract for our own server', async () => {
    const { url, server } = await OwnServer.start({ CONTROL: 'off', LOG_LEVEL: 'info' })
    try {
      const { claims, source } = await discoverProfile(url)
      assert.deepEqual([nameOf(claims), source], ['core, contract', 'from its /openapi.json'])
    } finally {
      await server.stop()
    }
  })

  it('includes the Outcome header only if it is described', async () => {
    const post = (parameters: unknown) => ({
      openapi: '3.1.0',
      paths: { '/orders': { post: { parameters } } },
    })
    for (const [parameters, isDescribed] of [
      [[{ name: 'outcome', in: 'header' }], true],
      [[{ name: 'Idempotency-Key', in: 'header' }], false],
      ['none', false],
    ]) {
      assert.equal(
        await withReply(200, JSON.stringify(post(parameters)), takesOutcomes),
        isDescribed,
      )
    }
  })

  const noDescriptions: [what: string, status: number, text: string][] = [
    ['no document', 404, '{"openapi": "3.1.0", "paths": {}}'],
    ['a page', 200, '<html>Welcome</html>'],
    ['null', 200, 'null'],
    ['another document', 200, '{"asyncapi": "3.0.0", "channels": {}}'],
  ]
  for (const [what, status, text] of noDescriptions) {
    it(`is the core if ${what} is published`, async () => {
      const { claims, source } = await profileFor(status, text)
      assert.deepEqual([nameOf(claims), source], ['core', 'it publishes no OpenAPI document'])
    })
  }
})

describe('A description that cannot be read', () => {
  const post = (parts: object) => ({ '/orders': { post: parts } })
  const toItself = { schemas: { Order: { $ref: '#/components/schemas/Order' } } }
  const inCircles = {
    schemas: {
      Order: { $ref: '#/components/schemas/Ticket/properties/order' },
      Ticket: { $ref: '#/components/schemas/Order' },
    },
  }
  const order = { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } }
  const odd: [what: string, document: object, reason: RegExp][] = [
    [
      'whose parameters are a string',
      { paths: post({ parameters: 'x' }) },
      /the parameters of POST \/orders are not a list$/,
    ],
    [
      'whose parameters are null',
      { paths: post({ parameters: null }) },
      /the parameters of POST \/orders are not a list$/,
    ],
    [
      'with a $ref to itself',
      { paths: post({ requestBody: { content: order } }), components: toItself },
      /the \$ref "#\/components\/schemas\/Order" is circular$/,
    ],
    [
      'with circular $refs',
      { paths: post({ responses: { 201: { content: order } } }), components: inCircles },
      /the \$ref "#\/components\/schemas\/\w+.*" is circular$/,
    ],
  ]
  for (const [what, document, reason] of odd) {
    it(`is reported, and only the core is claimed: one ${what}`, async () => {
      const text = JSON.stringify({ openapi: '3.1.0', ...document })
      const { claims, source } = await profileFor(200, text)
      assert.equal(nameOf(claims), 'core')
      assert.match(source, /^its \/openapi\.json cannot be read: /)
      assert.match(source, reason)
    })
  }

  const harmless: [what: string, paths: unknown][] = [
    ['a number', 5],
    ['a list', [null]],
    ['no operations', { '/orders': null }],
    ['strings', { '/orders': { post: 'x', get: { parameters: [null, 'x'], responses: 7 } } }],
  ]
  for (const [what, paths] of harmless) {
    it(`may be useless: its paths are ${what}`, async () => {
      const { claims } = await profileFor(200, JSON.stringify({ openapi: '3.1.0', paths }))
      assert.equal(nameOf(claims), 'core')
    })
  }
})

describe('A description', () => {
  const order = { $ref: '#/components/schemas/Order' }
  const document = {
    paths: {
      '/orders': {
        get: {
          parameters: [{ $ref: '#/components/parameters/limit' }, { name: 'cursor' }],
          responses: { 200: { headers: { 'Log-Position': {}, Link: {} } } },
        },
        post: {
          requestBody: { content: { 'application/json': { schema: order } } },
          responses: { 201: { content: { 'application/json': { schema: order } } } },
        },
      },
      '/orders/{order_id}': { delete: { parameters: [{ name: 'if-match' }] } },
    },
    components: {
      parameters: { limit: { name: 'limit' } },
      schemas: { Order: { properties: { placedAt: {}, clientOrderId: {}, version: {} } } },
    },
  }

  it('supports claims with what it describes, also behind a $ref', () => {
    assert.deepEqual(claimsIn(document), [
      'times',
      'versions',
      'positions',
      'paging',
      'client-order-ids',
    ])
  })

  it('of another API supports no claim', () => {
    assert.deepEqual(claimsIn({ paths: { '/pets': { get: {} } } }), [])
  })

  it('that uses the same names for other things supports no claim', () => {
    const problem = { properties: { type: {}, title: {}, status: {}, detail: {} } }
    const ticket = {
      properties: { symbol: { type: 'string' }, side: { enum: ['BUY', 'SELL'] }, quantity: {} },
      additionalProperties: false,
    }
    const inJson = (schema: object) => ({ content: { 'application/json': { schema } } })
    const orders = inJson({ items: { properties: { orderId: {} } } })
    assert.deepEqual(
      claimsIn({
        paths: {
          '/orders': {
            get: {
              parameters: [{ name: 'limit' }, { name: 'cursor' }],
              responses: { 200: orders },
            },
            post: {
              parameters: [{ name: 'Idempotency-Key', in: 'header' }],
              requestBody: inJson(ticket),
              responses: {
                201: inJson({ properties: { orderId: {} } }),
                400: { content: { 'application/problem+json': { schema: problem } } },
              },
            },
            delete: { description: 'Forgets all orders.' },
          },
          '/orders/{orderId}': {
            get: {},
            delete: { parameters: [{ name: 'If-Match', in: 'header' }] },
          },
          '/events': {
            get: { responses: { 200: { content: { 'text/event-stream': {} } } } },
          },
          '/log': { get: { description: 'What the server has logged.' } },
          '/ws': { get: { responses: { 101: { description: 'A WebSocket.' } } } },
        },
      }),
      [],
    )
  })
})

/** The profile of a server that sends this reply to every request. */
const profileFor = (status: number, text: string) => withReply(status, text, discoverProfile)

/** Runs `find` against a server that sends this reply to every request. */
async function withReply<T>(
  status: number,
  text: string,
  find: (url: string) => Promise<T>,
): Promise<T> {
  const server = createServer((_, response) => response.writeHead(status).end(text)).listen(0)
  await once(server, 'listening')
  try {
    return await find(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
