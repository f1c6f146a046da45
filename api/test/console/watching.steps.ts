import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import type { Desk } from './support/world.ts'

Given('Bob watches the venue', function (this: Desk) {
  return this.open()
})

async function placeMany(this: Desk, count: number): Promise<void> {
  for (let placed = 0; placed < count; placed++) await this.place()
}
Given('Alice has placed {int} orders', placeMany)
When('Alice places {int} orders', placeMany)

When('Alice places an order', async function (this: Desk) {
  await this.place()
})

Given('the market has executed the last of them', function (this: Desk) {
  return this.simulator.execute(this.order.orderId)
})

Given('the stream loses the next message', function (this: Desk) {
  return this.simulator.streamFaults.add({ action: { does: 'drop' }, times: 1 })
})

When('the venue crashes and restarts', async function (this: Desk) {
  await this.simulator.restart()
  await this.status('Live').waitFor()
})

When('the venue is reset', function (this: Desk) {
  return this.simulator.reset()
})

When('time passes until nothing more is due', function (this: Desk) {
  return this.simulator.advance({ untilIdle: true })
})

Then('he sees her order as {word} in the first row', async function (this: Desk, status: string) {
  const row = this.page.locator('.rows [aria-rowindex="2"]:not([hidden])')
  await row.filter({ hasText: this.order.orderId }).filter({ hasText: status }).waitFor()
})

Then('he sees no order', async function (this: Desk) {
  await this.rows().first().waitFor({ state: 'detached' })
  await this.status('Live').waitFor()
})

Then('he reads that there are {int} orders', async function (this: Desk, count: number) {
  await this.page.getByRole('button', { name: `All ${count}` }).waitFor()
})

const seesOrders = async (page: Desk['page'], count: number) => {
  const rows = page.locator('.rows .order-row:not([hidden])')
  await rows.nth(count - 1).waitFor()
  assert.equal(await rows.count(), count)
}

Then(/^he sees (\d+) orders?$/, function (this: Desk, count: string) {
  return seesOrders(this.page, Number(count))
})

Then('he sees {int} orders, and nothing is skipped', async function (this: Desk, count: number) {
  await seesOrders(this.page, count)
  await this.page.locator('.skipped').waitFor({ state: 'detached' })
})

When('he looks at {word} orders', function (this: Desk, status: string) {
  return this.page.getByRole('button', { name: new RegExp(`^${status}`) }).click()
})

Then(
  'somebody who opens the same address sees {int} order',
  async function (this: Desk, count: number) {
    const other = await this.context.newPage()
    await other.goto(this.page.url())
    await seesOrders(other, count)
    await other.close()
  },
)

const grid = ({ page }: Desk) => page.getByRole('grid')

When('he scrolls down', async function (this: Desk) {
  await this.rows().first().waitFor()
  await grid(this).evaluate((element) => element.scrollTo(0, 640))
})

Then('he reads that there is 1 new order, and the rows stay', async function (this: Desk) {
  await this.page.getByRole('button', { name: '1 new' }).waitFor()
  assert.equal(await this.row().count(), 0)
})

When('he asks for the new orders', function (this: Desk) {
  return this.page.getByRole('button', { name: '1 new' }).click()
})

Then('he reads that {int} message was skipped', function (this: Desk, count: number) {
  return this.page.getByText(`${count} skipped`).waitFor()
})

When('he loads what was skipped', function (this: Desk) {
  return this.button('Load them from the log').click()
})
