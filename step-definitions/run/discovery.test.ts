import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { nameOf } from '../support/profile.ts'
import { claimsIn, discoverProfile, takesOutcomes } from './discovery.ts'
import { OwnServer } from './own-server.ts'

describe('A profile is found', () => {
  it('to be all of the contract, in the description of our own server', async () => {
    const { url, server } = await OwnServer.start({ CONTROL: 'off', LOG_LEVEL: 'info' })
    try {
      const { claims, source } = await discoverProfile(url)
      assert.deepEqual([nameOf(claims), source], ['core, contract', 'found in its /openapi.json'])
    } finally {
      await server.stop()
    }
  })

  it('to know of orders that say what is to become of them, where that is described', async () => {
    const post = (parameters: unknown) => ({
      openapi: '3.1.0',
      paths: { '/orders': { post: { parameters } } },
    })
    for (const [parameters, known] of [
      [[{ name: 'outcome', in: 'header' }], true],
      [[{ name: 'Idempotency-Key', in: 'header' }], false],
      ['none', false],
    ]) {
      assert.equal(await where(200, JSON.stringify(post(parameters)), takesOutcomes), known)
    }
  })

  const noDescriptions: [what: string, status: number, text: string][] = [
    ['nothing', 404, '{"openapi": "3.1.0", "paths": {}}'],
    ['a page', 200, '<html>Welcome</html>'],
    ['null', 200, 'null'],
    ['another document', 200, '{"asyncapi": "3.0.0", "channels": {}}'],
  ]
  for (const [what, status, text] of noDescriptions) {
    it(`to be the core where ${what} is published`, async () => {
      const { claims, source } = await profileWhere(status, text)
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
      'whose parameters are a text',
      { paths: post({ parameters: 'x' }) },
      /the parameters of POST \/orders are no list$/,
    ],
    [
      'whose parameters are null',
      { paths: post({ parameters: null }) },
      /the parameters of POST \/orders are no list$/,
    ],
    [
      'in which a $ref leads to itself',
      { paths: post({ requestBody: { content: order } }), components: toItself },
      /the \$ref "#\/components\/schemas\/Order" leads back to itself$/,
    ],
    [
      'in which $refs lead in circles',
      { paths: post({ responses: { 201: { content: order } } }), components: inCircles },
      /the \$ref "#\/components\/schemas\/\w+.*" leads back to itself$/,
    ],
  ]
  for (const [what, document, reason] of odd) {
    it(`is told, and the core is judged: one ${what}`, async () => {
      const text = JSON.stringify({ openapi: '3.1.0', ...document })
      const { claims, source } = await profileWhere(200, text)
      assert.equal(nameOf(claims), 'core')
      assert.match(source, /^its \/openapi\.json cannot be read: /)
      assert.match(source, reason)
    })
  }

  const harmless: [what: string, paths: unknown][] = [
    ['a number', 5],
    ['a list', [null]],
    ['no operations', { '/orders': null }],
    ['texts', { '/orders': { post: 'x', get: { parameters: [null, 'x'], responses: 7 } } }],
  ]
  for (const [what, paths] of harmless) {
    it(`may speak of nothing: its paths are ${what}`, async () => {
      const { claims } = await profileWhere(200, JSON.stringify({ openapi: '3.1.0', paths }))
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

  it('tells what is claimed by what it speaks of, wherever in it that stands', () => {
    assert.deepEqual(claimsIn(document), [
      'times',
      'versions',
      'positions',
      'paging',
      'client-order-ids',
    ])
  })

  it('that speaks of other things tells nothing', () => {
    assert.deepEqual(claimsIn({ paths: { '/pets': { get: {} } } }), [])
  })

  it('that means something else by the same words does not tell that it is in the contract', () => {
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

/** What is found where a server answers everything alike. */
const profileWhere = (status: number, text: string) => where(status, text, discoverProfile)

/** What is found at a server that answers everything alike. */
async function where<T>(
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
