import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import type { Desk } from './support/world.ts'

const form = ({ page }: Desk) => page.locator('form.ticket')

async function fillIn(desk: Desk, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    await form(desk).getByLabel(label, { exact: true }).fill(value)
  }
  await desk.button('Place').click()
}

When(
  'he places an order for {word} {word}',
  function (this: Desk, quantity: string, symbol: string) {
    return fillIn(this, { Symbol: symbol, Quantity: quantity })
  },
)

When('he places {int} orders', function (this: Desk, count: number) {
  return fillIn(this, { 'Number of orders': `${count}` })
})

Given(
  'Alice has placed an order with the client order id {word}',
  async function (this: Desk, clientOrderId: string) {
    await this.place({ clientOrderId })
  },
)

When('he places an order with the client order id {word}', function (this: Desk, id: string) {
  return fillIn(this, { 'Client order id': id })
})

Then(
  'the first row says {word}, {word} and {word}',
  async function (this: Desk, symbol: string, quantity: string, status: string) {
    const row = this.page.locator('.rows [aria-rowindex="2"]:not([hidden])')
    await row.waitFor()
    for (const text of [symbol, quantity, status])
      await row.getByText(text, { exact: true }).waitFor()
  },
)

Then('he reads how the order was placed', async function (this: Desk) {
  const text = await this.shownCode().innerText()
  assert.match(text, /curl http:\/\/127\.0\.0\.1:\d+\/orders/)
  assert.match(text, /await client\.place\(\{ symbol: 'BTC\/USD', side: 'BUY', quantity: 2\.5 \}\)/)
  await this.page.getByText(/^Place order: 201 after \d+ ms$/).waitFor()
})

Then(
  'he reads that {int} of {int} were placed',
  function (this: Desk, placed: number, times: number) {
    return this.page.getByText(`${placed} of ${times} placed`).waitFor()
  },
)

Then('he reads at {} that it must be {}', async function (this: Desk, label: string, rule: string) {
  await readsAt(this, label, `must be ${rule}`)
})

Then('he reads at Client order id that it is taken', async function (this: Desk) {
  await readsAt(
    this,
    'Client order id',
    `already has the clientOrderId ${this.order.clientOrderId}`,
  )
})

async function readsAt(desk: Desk, label: string, text: string): Promise<void> {
  const input = form(desk).getByLabel(label, { exact: true })
  await form(desk).getByRole('alert').filter({ hasText: text }).waitFor()
  const id = await input.getAttribute('aria-describedby')
  assert.ok((await desk.page.locator(`#${id}`).innerText()).includes(text))
  assert.equal(await input.getAttribute('aria-invalid'), 'true')
}
