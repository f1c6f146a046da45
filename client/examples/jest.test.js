import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals'
import { createSimulator } from 'papertape'
import { createToyClient } from './toy-client.js'

const simulator = await createSimulator()
afterAll(() => simulator.close())

let venue
let client
beforeEach(async () => {
  venue = await simulator.openVenue()
  client = createToyClient({ url: simulator.url, venue: venue.name })
})
afterEach(() => venue.close())

test('an order is executed within three seconds', async () => {
  const { orderId } = await client.buy('EURUSD', 1000)
  await venue.advance({ byMs: 3000 })
  expect(await client.status(orderId)).toBe('EXECUTED')
})

test('a lost reply places no second order', async () => {
  await venue.faults.add({ at: 'after-commit', action: { does: 'reset' }, times: 1 })
  await client.buy('EURUSD', 1000)
  expect((await venue.read()).position).toBe(1)
})

test('a cancel can lose the race against the execution', async () => {
  await venue.races.add({ winner: 'execution' })
  const { orderId } = await client.buy('EURUSD', 1000)
  expect(await client.cancel(orderId)).toBe(false)
})
