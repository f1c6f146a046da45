import { createSimulator } from 'papertape'
import { test as base, expect } from 'vitest'
import { createToyClient } from './toy-client.js'

/** Each test gets a venue of its own, and a client of it. */
const test = base
  .extend('simulator', { scope: 'file' }, async ({}, { onCleanup }) => {
    const simulator = await createSimulator()
    onCleanup(() => simulator.close())
    return simulator
  })
  .extend('venue', async ({ simulator }, { onCleanup }) => {
    const venue = await simulator.openVenue()
    onCleanup(() => venue.close())
    return venue
  })
  .extend('client', ({ simulator, venue }) =>
    createToyClient({ url: simulator.url, venue: venue.name }),
  )

test('an order is executed within three seconds', async ({ venue, client }) => {
  const { orderId } = await client.buy('EURUSD', 1000)
  await venue.advance({ byMs: 3000 })
  expect(await client.status(orderId)).toBe('EXECUTED')
})

test('a lost reply places no second order', async ({ venue, client }) => {
  await venue.faults.add({ at: 'after-commit', action: { does: 'reset' }, times: 1 })
  await client.buy('EURUSD', 1000)
  expect((await venue.read()).position).toBe(1)
})

test('a cancel can lose the race against the execution', async ({ venue, client }) => {
  await venue.races.add({ winner: 'execution' })
  const { orderId } = await client.buy('EURUSD', 1000)
  expect(await client.cancel(orderId)).toBe(false)
})
