import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import type { Desk } from './support/world.ts'

When('he presses {string}', function (this: Desk, label: string) {
  // A button may say more, such as how far away the next order is.
  const name = new RegExp(`^${label.replace('+', '\\+')}( \\(|$)`)
  return this.page.getByRole('button', { name }).filter({ visible: true }).first().click()
})

Then('the clock shows {word}', function (this: Desk, time: string) {
  return this.page.locator('.clock time', { hasText: time }).waitFor()
})

Then('he reads that {string} does the same', async function (this: Desk, code: string) {
  assert.ok((await this.shownCode().innerText()).includes(code))
})

Given('the venue takes {int} ms to answer', function (this: Desk, before: number) {
  return this.simulator.latency.set({ before })
})

Given('Alice waits for an answer', async function (this: Desk) {
  this.answers.push(this.place())
  while ((await this.simulator.read()).clock.waitingRequests < 1);
})

Then('he reads that 1 request waits for time to pass', function (this: Desk) {
  return this.page.getByText('1 request waits for time to pass').waitFor()
})

Then('Alice has her answer', function (this: Desk) {
  return Promise.all(this.answers)
})

When('he chooses her order', function (this: Desk) {
  return this.row().click()
})

Then(
  /^he reads that her order is (EXECUTED|PENDING) (.+)$/,
  async function (this: Desk, status: string, rest: string) {
    await this.page.locator('figcaption', { hasText: `${status} ${rest}` }).waitFor()
  },
)

Then('he reads that her order is PENDING: to be executed', function (this: Desk) {
  return this.page.locator('figcaption', { hasText: 'PENDING: to be executed at' }).waitFor()
})

When('he goes to the first row with the keyboard and presses C', async function (this: Desk) {
  await this.rows().first().waitFor()
  await this.page.getByRole('grid').focus()
  await this.page.keyboard.press('ArrowDown')
  await this.page.keyboard.press('c')
})
