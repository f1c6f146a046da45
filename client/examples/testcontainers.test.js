import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PapertapeContainer } from 'papertape/testcontainers'
import { createToyClient } from './toy-client.js'

let container
let platform
before(async () => {
  container = await new PapertapeContainer(process.env.PAPERTAPE_IMAGE ?? 'papertape').start()
  platform = await container.connect()
})
after(() => container?.stop())

test('a lost reply places no second order', async () => {
  const venue = await platform.openVenue({ latencyMs: 0, clock: { mode: 'held' } })
  await venue.faults.add({ at: 'after-commit', action: { does: 'reset' }, times: 1 })
  const client = createToyClient({ url: container.url, venue: venue.name })

  const { orderId } = await client.buy('EURUSD', 1000)

  assert.equal((await venue.read()).position, 1)
  await venue.advance({ untilIdle: true })
  assert.equal(await client.status(orderId), 'EXECUTED')
})

test('nobody controls the platform without its token', async () => {
  const reply = await fetch(`${container.controlUrl}/venues`)

  assert.equal(reply.status, 401)
})
