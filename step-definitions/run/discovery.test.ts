import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { nameOf } from '../support/profile.ts'
import { claimsIn, discoverProfile } from './discovery.ts'
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

describe('A description', () => {
  const order = { $ref: '#/components/schemas/Order' }
  const document = {
    paths: {
      '/orders': {
        get: {
          parameters: [{ $ref: '#/components/parameters/limit' }, { name: 'cursor' }],
          responses: { 200: { headers: { 'Log-Position': {} } } },
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
      schemas: { Order: { properties: { placedAt: {}, clientOrderId: {} } } },
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
})

/** What is found where a server answers everything alike. */
async function profileWhere(status: number, text: string) {
  const server = createServer((_, response) => response.writeHead(status).end(text)).listen(0)
  await once(server, 'listening')
  try {
    return await discoverProfile(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
