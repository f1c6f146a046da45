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

  it('is told as it begins, with how much more there is', async () => {
    answer = (request, response) => {
      const { venue } = request.headers
      response
        .setHeader('log-position', '100')
        .end(JSON.stringify([{ orderId: venue }, request.url]))
    }
    const told = { first: [{ orderId: 'mine' }, '/log?from=0&limit=60'], left: 98, last: [] }
    assert.deepEqual(await recordedLog({ venue: 'mine' }), told)
  })

  it('is told of the own orders alone where others share it', async () => {
    answer = (request, response) => {
      const about = [request.url, 'mine', 'theirs', 'mine']
      response.end(JSON.stringify(about.map((orderId) => ({ orderId }))))
    }
    const own = new Set(['mine', '/log?from=41&limit=1000'])
    const told = (await recordedOf(own, 41))?.first.map(({ orderId }) => orderId)
    assert.deepEqual(told, ['/log?from=41&limit=1000', 'mine', 'mine'])
    assert.equal(await recordedOf(new Set(['nobody']), 41), undefined)
  })

  const silences: [name: string, answer: RequestListener][] = [
    ['there is none', (_, response) => response.writeHead(404).end('[]')],
    ['what comes is no JSON', (_, response) => response.end('[')],
    ['what comes is no list', (_, response) => response.end('{}')],
    ['the connection is cut', (_, response) => response.destroy()],
    ['nothing comes in time', () => {}],
  ]
  for (const [name, silence] of silences) {
    it(`is not told where ${name}`, async () => {
      answer = silence
      assert.equal(await recordedLog({}, 50), undefined)
      assert.equal(await recordedOf(new Set(['mine']), 0, 50), undefined)
    })
  }
})
