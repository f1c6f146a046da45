import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { WebSocketServer } from 'ws'
import { eventually } from '../support/eventually.ts'
import { Audience } from './audience.ts'

type Received = { readonly text: string; readonly at: number }

describe('An audience', { timeout: 20_000 }, () => {
  const { BASE_URL } = process.env
  let venue: WebSocketServer

  before(async () => {
    venue = new WebSocketServer({ port: 0, path: '/ws' })
    await once(venue, 'listening')
    process.env.BASE_URL = `http://127.0.0.1:${(venue.address() as AddressInfo).port}`
  })

  after(() => {
    // A failed test leaves connections, which would keep the process alive.
    for (const client of venue.clients) client.terminate()
    venue.close()
    if (BASE_URL === undefined) delete process.env.BASE_URL
    else process.env.BASE_URL = BASE_URL
  })

  const broadcast = (text: string) => {
    for (const client of venue.clients) client.send(text)
  }

  /** Connects a listener; `received` has the messages passed on so far. */
  async function listening(audience: Audience) {
    const received: Received[] = []
    const connection = await audience.connect(
      { params: {}, fields: {} },
      {
        receive: (text, { at = Number.NaN }) => received.push({ text, at }),
        onBroken: () => {},
        onFlood: () => {},
      },
    )
    return { received, connection }
  }

  const textsOf = (received: readonly Received[]) => received.map(({ text }) => text)

  it('passes on the messages of the first listener at once, of the others on request', async () => {
    const audience = new Audience()
    const [first, second] = [await listening(audience), await listening(audience)]
    audience.measureLateness()
    const startedAt = performance.now()
    broadcast('one')
    broadcast('two')
    await eventually(5000, () => assert.deepEqual(textsOf(first.received), ['one', 'two']))
    const receivedBy = performance.now()
    assert.deepEqual(second.received, [])

    const { maxMs } = await audience.deliver()
    assert.deepEqual(textsOf(second.received), ['one', 'two'])
    assert.ok(maxMs >= 0)
    for (const { at } of [...first.received, ...second.received]) {
      assert.ok(at > startedAt - 1 && at < receivedBy + 1, `${startedAt} < ${at} < ${receivedBy}`)
    }

    broadcast('three')
    await eventually(5000, () => assert.equal(second.received.at(-1)?.text, 'three'))
    await Promise.all([first, second].map(({ connection }) => connection.close()))
    await eventually(5000, () => assert.equal(venue.clients.size, 0))
  })

  it('rejects if a listener cannot connect', async () => {
    const audience = new Audience()
    const { BASE_URL: address } = process.env
    try {
      process.env.BASE_URL = 'http://127.0.0.1:9'
      await assert.rejects(listening(new Audience()), /ECONNREFUSED/)
    } finally {
      process.env.BASE_URL = address
    }
    await (await listening(audience)).connection.close()
  })
})
