import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { targetServers } from '../support/testing/target-servers.ts'
import { discoverProfile } from './discovery.ts'
import { preflight } from './preflight.ts'
import { findTarget } from './target.ts'

type Answer = readonly [status: number, body: unknown, location?: string]

const servers = targetServers()

describe('Before a run', () => {
  afterEach(servers.close)

  const order = { orderId: '7', orderStatus: 'PENDING' }

  /** Starts a server with some other answers than those of an order server; returns its origin. */
  async function started(answers: Readonly<Record<string, Answer>>): Promise<string> {
    const all: typeof answers = {
      'POST /orders': [201, order],
      'GET /orders/7': [200, order],
      'GET /orders': [200, [order]],
      ...answers,
    }
    return servers.open(({ method, url }, response) => {
      const [status, body, location] = all[`${method} ${url}`] ?? [404, 'Not found']
      if (location !== undefined) response.setHeader('location', location)
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  }

  describe('The preflight', () => {
    it('passes an order server, whose replies need only an id and a status', async () => {
      process.env.BASE_URL = await started({})
      const { find, list } = await preflight()
      assert.deepEqual([find.path, list.path], ['/orders/7', '/orders'])
    })

    const inDialect = (part: string) =>
      `write ${part} in a dialect (step-definitions/dialects/README.md)`
    const ticket = '{"symbol":"EURUSD","side":"BUY","quantity":1000}'
    const elsewhere = `if its orders are elsewhere, ${inDialect('"place": { "request": "POST /api/orders" }')}; otherwise this is no order server`
    const cases: [what: string, answers: Record<string, Answer>, lines: string[]][] = [
      [
        'a redirect to another path',
        { 'POST /orders': [307, '', '/orders/'] },
        [
          `POST …/orders ${ticket}`,
          '307 Location: /orders/ (no body) (it redirects to /orders/, and no redirect is followed)',
          `no redirect is followed: ${inDialect('"place": { "request": "POST /orders/" }')}`,
        ],
      ],
      [
        'a file server',
        { 'POST /orders': [501, '<h1>\nNo\n</h1>'] },
        [`POST …/orders ${ticket}`, '501 <h1> No </h1>', elsewhere],
      ],
      [
        'a page',
        { 'POST /orders': [201, '<html>'] },
        [`POST …/orders ${ticket}`, '201 <html>', elsewhere],
      ],
      [
        'another status',
        { 'POST /orders': [200, order] },
        [
          `POST …/orders ${ticket}`,
          `200 ${JSON.stringify(order)}`,
          inDialect('"place": { "success": [200] }'),
        ],
      ],
      [
        'another name of the id',
        { 'POST /orders': [201, { order_id: '7' }] },
        [
          `POST …/orders ${ticket}`,
          '201 {"order_id":"7"}',
          inDialect('"fields": { "orderId": "order_id" }'),
        ],
      ],
      [
        'an order inside an object',
        { 'GET /orders/7': [200, { order }] },
        [
          'GET …/orders/7',
          `200 ${JSON.stringify({ order })}`,
          inDialect('"find": { "order": "/order" }'),
        ],
      ],
      [
        'a list inside an object',
        { 'GET /orders': [200, { items: [order] }] },
        [
          'GET …/orders',
          `200 ${JSON.stringify({ items: [order] })}`,
          inDialect('"list": { "orders": "/items" }'),
        ],
      ],
      [
        'a list whose keys are the ids',
        { 'GET /orders': [200, { orders: { 7: order } }] },
        [
          'GET …/orders',
          `200 ${JSON.stringify({ orders: { 7: order } })}`,
          inDialect('"list": { "orders": "/orders", "byId": true }'),
        ],
      ],
      [
        'a body whose keys are the ids',
        { 'GET /orders': [200, { 6: order, 7: order }] },
        [
          'GET …/orders',
          `200 ${JSON.stringify({ 6: order, 7: order })}`,
          inDialect('"list": { "byId": true }'),
        ],
      ],
      [
        'an id with half a character',
        { 'POST /orders': [201, '{"orderId":"\\ud800"}'] },
        [
          `POST …/orders ${ticket}`,
          '201 {"orderId":"\\ud800"}',
          'give the order another id: it should have an orderId that a path can contain, but "\\ud800" is no valid Unicode: it has one half of a surrogate pair without the other',
        ],
      ],
      [
        'a refusal',
        { 'POST /orders': [422, { error: 'no ticker' }] },
        [
          `POST …/orders ${ticket}`,
          '422 {"error":"no ticker"}',
          `if its fields have other names, ${inDialect('"fields": { "symbol": "ticker" }')}, or "symbols": ["BTC/USD"] if it trades other symbols`,
        ],
      ],
      [
        'a failure',
        { 'GET /orders': [500, ''] },
        ['GET …/orders', '500 (no body)', 'the server failed: see its log'],
      ],
    ]
    for (const [what, answers, [sent, received, advice]] of cases) {
      it(`says in three lines what to do after ${what}`, async () => {
        const origin = await started(answers)
        process.env.BASE_URL = origin
        await assert.rejects(preflight(), ({ message }: Error) => {
          assert.deepEqual(message.replaceAll(`${origin}/`, '…/').split('\n').slice(1), [
            `  sent      ${sent}`,
            `  received  ${received}`,
            `  to do     ${advice}`,
          ])
          return true
        })
      })
    }
  })

  it('No redirect of / or /openapi.json is followed to another host', async () => {
    let strangers = 0
    const elsewhere = await servers.open((_, response) => {
      strangers += 1
      response.end('{"openapi": "3.1.0", "paths": {}}')
    })
    const origin = await servers.open(({ url }, response) => {
      response.writeHead(302, { location: `${elsewhere}${url}` }).end()
    })
    const { profile } = await findTarget({ BASE_URL: origin })
    assert.equal(profile.source, 'it publishes no OpenAPI document')
    assert.equal(strangers, 0)
  })

  it('A description without an end is no description', async () => {
    const origin = await servers.open((_, response) => {
      const chunk = `{"openapi": "3.1.0", "paths": {}, "x": "${'x'.repeat(2 ** 20)}`
      const write = () => {
        while (response.write(chunk) && response.socket?.writable);
      }
      response.on('drain', write).on('error', () => {})
      write()
    })
    assert.equal(
      (await discoverProfile(origin)).source,
      'its /openapi.json cannot be read: its body is larger than 4 MiB',
    )
  })
})
