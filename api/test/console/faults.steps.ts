import assert from 'node:assert/strict'
import { Then, When } from '@cucumber/cucumber'
import type { Desk } from './support/world.ts'

When('he opens {string}', function (this: Desk, title: string) {
  return this.page.getByRole('navigation', { name: 'Panels' }).getByText(title).click()
})

Then(
  'he reads that the rule {string} was {string}',
  function (this: Desk, rule: string, result: string) {
    return this.page
      .getByRole('row')
      .filter({ hasText: rule })
      .filter({ hasText: result })
      .waitFor()
  },
)

Then('he reads that there is no rule', function (this: Desk) {
  return this.page.getByText('None. A button above adds one').waitFor()
})

When('Alice gets no reply to her order', function (this: Desk) {
  return assert.rejects(this.place(), TypeError)
})

When('Alice waits for her order', function (this: Desk) {
  this.answers.push(this.place())
})

When('Alice cancels her order too late', async function (this: Desk) {
  const { url } = this.simulator
  const reply = await fetch(`${url}/orders/${this.order.orderId}`, { method: 'DELETE' })
  assert.equal(reply.status, 409)
})
