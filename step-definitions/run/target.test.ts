import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { findTarget } from './target.ts'

describe('PROFILE', () => {
  const BASE_URL = 'http://127.0.0.1:1'

  it('is refused with an unknown name', async () => {
    await assert.rejects(findTarget({ BASE_URL, PROFILE: 'pages' }), /^Error: PROFILE must be/)
  })

  it('is refused if it claims control without CONTROL_URL', async () => {
    await assert.rejects(findTarget({ BASE_URL, PROFILE: 'control' }), /set CONTROL_URL/)
  })
})

describe('BASE_URL', () => {
  const mistakes: [address: string, reason: RegExp][] = [
    ['localhost:8080', /must be an address such as/],
    ['ftp://localhost', /must be an address such as/],
    ['http://localhost:8080/api', /must be an origin such as http:\/\/localhost:8080,/],
    ['http://localhost:8080?x=1', /must be an origin/],
    ['http://alice:secret@localhost:8080', /must be an origin/],
  ]
  for (const [address, reason] of mistakes) {
    it(`is refused at once if it is ${address}`, { timeout: 5000 }, async () => {
      await assert.rejects(findTarget({ BASE_URL: address }), reason)
    })
  }

  it('needs a CONTROL_URL that is an origin too', { timeout: 5000 }, async () => {
    const env = { BASE_URL: 'http://127.0.0.1:9', CONTROL_URL: 'http://localhost:8081/venues' }
    await assert.rejects(findTarget(env), /^Error: CONTROL_URL must be an origin/)
  })

  it('is accepted after any reply', async () => {
    const server = createServer((_, response) => response.writeHead(404).end()).listen(0)
    await once(server, 'listening')
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    try {
      const { url, controlUrl, seed, profile } = await findTarget({ BASE_URL: address })
      assert.deepEqual(
        [url, controlUrl, seed],
        [address, undefined, 'unknown (set SEED to record it)'],
      )
      assert.deepEqual([...profile.claims], ['core'])
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})

describe('DIALECT', () => {
  it('is refused without BASE_URL', async () => {
    const alone = findTarget({ DIALECT: 'step-definitions/dialects/minimal-server.json' })
    await assert.rejects(alone, /DIALECT needs BASE_URL, because our own server/)
  })

  it('is refused before any request if it is not a dialect', { timeout: 5000 }, async () => {
    const unreachable = { BASE_URL: 'http://127.0.0.1:9', DIALECT: 'package.json' }
    await assert.rejects(
      findTarget(unreachable),
      /DIALECT package\.json is not a valid dialect:\n {2}\/: unknown/,
    )
  })
})
