import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { WebSocketServer } from 'ws'
import { eventually } from '../support/eventually.ts'
import { Audience } from './audience.ts'

type Heard = { readonly text: string; readonly at: number }

describe('An audience', { timeout: 20_000 }, () => {
  const { BASE_URL } = process.env
  let venue: WebSocketServer

  before(async () => {
    venue = new WebSocketServer({ port: 0, path: '/ws' })
    await once(venue, 'listening')
    process.env.BASE_URL = `http://127.0.0.1:${(venue.address() as AddressInfo).port}`
  })

  after(() => {
    venue.close()
    if (BASE_URL === undefined) delete process.env.BASE_URL
    else process.env.BASE_URL = BASE_URL
  })

  const tellAll = (text: string) => {
    for (const client of venue.clients) client.send(text)
  }

  /** One more who listens, with what it has heard so far. */
  async function listening(audience: Audience) {
    const heard: Heard[] = []
    const connection = await audience.connect(
      { params: {}, fields: {} },
      { receive: (text, { at = Number.NaN }) => heard.push({ text, at }), onBroken: () => {} },
    )
    return { heard, connection }
  }

  const textsOf = (heard: readonly Heard[]) => heard.map(({ text }) => text)

  it('tells of its first what it hears, and of the others when it is asked to', async () => {
    const audience = new Audience()
    const [first, second] = [await listening(audience), await listening(audience)]
    audience.watchTheClock()
    const begunAt = performance.now()
    tellAll('one')
    tellAll('two')
    await eventually(5000, () => assert.deepEqual(textsOf(first.heard), ['one', 'two']))
    const heardBy = performance.now()
    assert.deepEqual(second.heard, [])

    const { maxMs } = await audience.speak()
    assert.deepEqual(textsOf(second.heard), ['one', 'two'])
    assert.ok(maxMs >= 0)
    for (const { at } of [...first.heard, ...second.heard]) {
      assert.ok(at > begunAt - 1 && at < heardBy + 1, `${begunAt} < ${at} < ${heardBy}`)
    }

    tellAll('three')
    await eventually(5000, () => assert.equal(second.heard.at(-1)?.text, 'three'))
    await Promise.all([first, second].map(({ connection }) => connection.close()))
    assert.equal(venue.clients.size, 0)
  })

  it('says why nobody can listen', async () => {
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
