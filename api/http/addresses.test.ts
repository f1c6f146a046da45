import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSimulator } from '../simulator.ts'
import { urlAt } from './addresses.ts'
import { createOrigins } from './origins.ts'

test('an address is a port on the host that the browser names, or a URL', () => {
  assert.equal(urlAt(8080, 'localhost:8081'), 'http://localhost:8080')
  assert.equal(urlAt(8080, '[::1]:8081'), 'http://[::1]:8080')
  assert.equal(urlAt(8080, 'papertape.test'), 'http://papertape.test:8080')
  assert.equal(urlAt(8080, 'no host'), 'http://localhost:8080')
  assert.equal(urlAt('https://venue.test/api', 'localhost:8081'), 'https://venue.test/api')
  assert.equal(urlAt(undefined, 'localhost:8081'), undefined)
})

test('the console may call the trading API of its own host', () => {
  const { allow } = createOrigins([], { trading: 8080, control: 8081 })
  const may = (origin: string, host?: string) => allow({ origin, host })

  assert.equal(may('http://localhost:8081', 'localhost:8080'), true)
  assert.equal(may('http://127.0.0.1:8081', '127.0.0.1:8080'), true)
  assert.equal(may('http://evil.example:8081', 'localhost:8080'), false)
  assert.equal(may('http://localhost:8082', 'localhost:8080'), false)
  assert.equal(may('http://localhost:8081'), false)
})

test('the console behind a proxy may call the trading API, and no other page there', () => {
  const { allow } = createOrigins([], { control: 'https://console.test/papertape' })
  const may = (origin: string) => allow({ origin, host: 'venue.test' })

  assert.equal(may('https://console.test'), true)
  assert.equal(may('http://console.test'), false)
  assert.equal(may('http://venue.test:8081'), false)
})

test('a running platform says where its trading API is, and allows its console to read it', async () => {
  const simulator = await createSimulator()
  const { controlUrl, url } = simulator
  const { tradingUrl } = await simulator.readPlatform()
  const seen = await (await fetch(`${controlUrl}/platform`)).json()
  const reply = await fetch(`${url}/orders`, { headers: { origin: controlUrl } })
  const other = await fetch(`${url}/orders`, { headers: { origin: 'http://127.0.0.1:1' } })
  await simulator.close()

  assert.deepEqual(seen, { tradingUrl: url })
  assert.equal(new URL(tradingUrl ?? '').port, new URL(url).port)
  assert.equal(reply.headers.get('access-control-allow-origin'), controlUrl)
  assert.equal(reply.headers.get('vary'), 'Origin')
  assert.equal(other.headers.get('access-control-allow-origin'), null)
})
