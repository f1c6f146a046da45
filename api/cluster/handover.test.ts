import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { Health } from '../contract/orders.ts'
import { eventually } from '../test/support/eventually.ts'
import { createKilledPlatform } from '../test/support/killed-platform.ts'
import { whyNoNatsServer } from '../test/support/nats-binary.ts'
import { startNatsServer } from '../test/support/nats-servers.ts'
import { handshake } from '../test/support/platform.ts'

const graceMs = 8000

test('A node that stops hands over its venues, also while a client keeps its connection', {
  skip: whyNoNatsServer(),
  timeout: 120_000,
}, async (t) => {
  const nats = await startNatsServer({ syncAlways: false })
  t.after(() => nats.stop())
  const owner = await createKilledPlatform({ STORE: nats.url, LATENCY_MS: '0' })
  const heir = await createKilledPlatform({ STORE: nats.url, LATENCY_MS: '0' })
  t.after(() => Promise.all([owner.kill(), heir.kill()]))
  const place = async () => {
    const reply = await fetch(`${heir.url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ symbol: 'EURUSD', side: 'BUY', quantity: 1 }),
    })
    assert.equal(reply.status, 201)
    const { cluster } = (await (await fetch(`${heir.url}/health`)).json()) as Health
    return cluster?.venues[0]?.role
  }
  assert.equal(await place(), 'follower')
  // It never answers a close frame.
  const silent = connect(Number(new URL(owner.url).port), '127.0.0.1')
  t.after(() => silent.destroy())
  silent.on('error', () => {}).resume()
  silent.write(handshake('/ws'))

  const startedAt = performance.now()
  const stopped = owner.terminate()
  await eventually(async () => assert.equal(await place(), 'owner'))

  assert.ok(performance.now() - startedAt < graceMs - 2000)
  await stopped
})
