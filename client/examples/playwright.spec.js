import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { test as base, expect } from '@playwright/test'
import { createSimulator } from 'papertape'
import { createToyClient } from './toy-client.js'

// The server of your front end. Its pages may call the simulator, which has another origin.
const frontEnd = createServer((_, reply) => reply.end(readFileSync('toy-page.html'))).listen(0)
const origin = `http://localhost:${frontEnd.address().port}`
const simulator = await createSimulator({ corsOrigins: [origin] })

/** Each test gets a venue of its own, a client of it, and a page that follows its stream. */
const test = base.extend({
  venue: async ({}, use) => use(await simulator.openVenue()),
  client: ({ venue }, use) => use(createToyClient({ url: simulator.url, venue: venue.name })),
  page: async ({ page, venue }, use) => {
    const stream = encodeURIComponent(`${simulator.wsUrl}?venue=${venue.name}`)
    await page.goto(`${origin}/?stream=${stream}`)
    await use(page)
  },
})
test.afterAll(() => Promise.all([simulator.close(), frontEnd.close()]))

test('the page shows that an order is executed', async ({ venue, client, page }) => {
  await client.buy('EURUSD', 1000)
  await expect(page.getByText('EURUSD PENDING')).toBeVisible()
  await venue.advance({ byMs: 3000 })
  await expect(page.getByText('EURUSD EXECUTED')).toBeVisible()
})

test('the page misses nothing when its connection is cut', async ({ venue, client, page }) => {
  await client.buy('EURUSD', 1000)
  await expect(page.getByText('EURUSD PENDING')).toBeVisible()
  await venue.streamFaults.add({ action: { does: 'cut' }, times: 1 })
  await venue.advance({ byMs: 3000 })
  await expect(page.getByText('EURUSD EXECUTED')).toBeVisible()
})
