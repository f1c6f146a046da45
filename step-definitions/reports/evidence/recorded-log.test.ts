import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { recordedLog, recordedOf } from './recorded-log.ts'

describe('The log of a venue', () => {
  let answer: RequestListener
  const server = createServer((request, response) => answer(request, response))
  const { BASE_URL } = process.env

  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    process.env.BASE_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })

  after(() => {
    server.closeAllConnections()
    server.close()
    if (BASE_URL === undefined) delete process.env.BASE_URL
    else process.env.BASE_URL = BASE_URL
  })

  it('is an excerpt of its first events, with the number of the others', async () => {
    answer = (request, response) => {
      const { venue } = request.headers
      response
        .setHeader('log-position', '100')
        .end(JSON.stringify([{ orderId: venue }, request.url]))
    }
    const excerpt = { first: [{ orderId: 'mine' }, '/log?from=0&limit=60'], omitted: 98 }
    assert.deepEqual(await recordedLog({ venue: 'mine' }), excerpt)
  })

  it("has only events of the scenario's own orders in a shared venue", async () => {
    answer = (request, response) => {
      const orderIds = [request.url, 'mine', 'theirs', 'mine']
      response.end(JSON.stringify(orderIds.map((orderId) => ({ orderId }))))
    }
    const own = new Set(['mine', '/log?from=41&limit=1000'])
    const shown = (await recordedOf(own, 41))?.first.map(({ orderId }) => orderId)
    assert.deepEqual(shown, ['/log?from=41&limit=1000', 'mine', 'mine'])
    assert.equal(await recordedOf(new Set(['nobody']), 41), undefined)
  })

  const failures: [name: string, answer: RequestListener][] = [
    ['the target has none', (_, response) => response.writeHead(404).end('[]')],
    ['the reply is not JSON', (_, response) => response.end('[')],
    ['the reply is not a list', (_, response) => response.end('{}')],
    ['the connection closes', (_, response) => response.destroy()],
    ['no reply comes in time', () => {}],
  ]
  for (const [name, failing] of failures) {
    it(`is undefined if ${name}`, async () => {
      answer = failing
      assert.equal(await recordedLog({}, 50), undefined)
      assert.equal(await recordedOf(new Set(['mine']), 0, 50), undefined)
    })
  }
})
