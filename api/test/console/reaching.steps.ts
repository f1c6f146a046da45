import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import { createRealClock } from '../../../engine/index.ts'
import { createPlatform } from '../../platform.ts'
import { listen } from '../../server/listen.ts'
import { listenToControl } from '../../server/listen-to-control.ts'
import type { Desk } from './support/world.ts'

const host = '127.0.0.1'
const none = { minMs: 0, maxMs: 0 }

Given('the platform requires the token {word}', async function (this: Desk, token: string) {
  const clock = createRealClock()
  const onBug = ({ message }: Error) => void this.errors.push(message)
  const options = { seed: '42', latency: none, executionDelay: none, onBug }
  const platform = createPlatform({ ...options, time: { mode: 'real', clock } })
  const trading = await listen(platform, { host, port: 0, clock })
  const address = { host, port: 0, token, allowedHosts: [] }
  const control = await listenToControl(platform, address, clock, onBug)
  const simulator = this.simulator
  this.simulator = {
    ...simulator,
    controlUrl: control.url,
    async close() {
      await Promise.all([trading.close(0), control.close(0), simulator.close()])
    },
  }
})

When('Bob opens the console', function (this: Desk) {
  return this.page.goto(this.simulator.controlUrl)
})

const token = ({ page }: Desk) => page.getByLabel('Token')

Then('he is asked for the token', function (this: Desk) {
  return token(this).waitFor()
})

When('he enters the token {word}', async function (this: Desk, text: string) {
  await token(this).fill(text)
  await this.button('Unlock').click()
})

Then('he reads that it is not the token of this platform', async function (this: Desk) {
  await this.page
    .getByRole('alert')
    .filter({ hasText: 'does not carry the CONTROL_TOKEN' })
    .waitFor()
})

async function seesVenue(desk: Desk, name: string): Promise<void> {
  await desk.status('Live').waitFor()
  assert.equal(await desk.page.locator('.picker select').inputValue(), name)
}

Then('he sees that the venue {word} is live', function (this: Desk, name: string) {
  return seesVenue(this, name)
})

Then('he still does after he loads the page again', async function (this: Desk) {
  await this.page.reload()
  await seesVenue(this, 'main')
})

When(
  'he opens the venue {word} with a clock {int} times as fast',
  async function (this: Desk, name: string, speed: number) {
    await this.button('Open a venue…').click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByLabel('Clock', { exact: true }).selectOption('scaled')
    await dialog.getByLabel('Venue seconds per second').fill(`${speed}`)
    await dialog.getByRole('button', { name: 'Open' }).click()
  },
)

Then('its clock runs × {int}', function (this: Desk, speed: number) {
  return this.page.locator('.clock .mode', { hasText: `× ${speed}` }).waitFor()
})

Then('he reads that there is already a venue {word}', async function (this: Desk, name: string) {
  await this.page
    .getByRole('alert')
    .filter({ hasText: `There is already a venue ${name}` })
    .waitFor()
})

When('Bob watches the venue on a telephone', async function (this: Desk) {
  await this.page.setViewportSize({ width: 390, height: 844 })
  await this.open()
})

Then('nothing is wider than the screen', async function (this: Desk) {
  const width = await this.page.locator('html').evaluate(({ scrollWidth }) => scrollWidth)
  assert.ok(width <= 390, `${width} pixels`)
})
