import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import { connectTo } from '../support/stream-clients.ts'
import type { Desk } from './support/world.ts'

const steps = ({ page }: Desk) => page.locator('#timeline .rows .step:not([hidden])')
const step = (desk: Desk, text: string) => steps(desk).filter({ hasText: text })

Given('the venue keeps no journal', function (this: Desk) {
  return this.simulator.journal.set({ on: false })
})

When('the venue has switched it on', function (this: Desk) {
  return this.page.getByText('Journal on: 200').waitFor()
})

Given('Carol follows the venue', async function (this: Desk) {
  await connectTo(this.simulator.url)
})

When('the stream doubles the next message', function (this: Desk) {
  return this.simulator.streamFaults.add({ action: { does: 'duplicate' }, times: 1 })
})

When('he chooses the step {string}', function (this: Desk, text: string) {
  return step(this, text).first().click()
})

Then(
  'he sees the steps {string}, {string} and {string} in this order',
  async function (this: Desk, first: string, second: string, third: string) {
    const texts = [first, second, third]
    for (const text of texts) await step(this, text).first().waitFor()
    const shown = await steps(this).evaluateAll((rows) =>
      rows
        .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
        .map((row) => row.textContent),
    )
    const places = texts.map((text) => shown.findIndex((one) => one.includes(text)))
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    )
  },
)

Then(
  'he sees that the {word} {string} is {string}',
  function (this: Desk, kind: string, text: string, mark: string) {
    return this.page
      .locator(`#timeline .step.${kind}`)
      .filter({ hasText: text })
      .filter({ hasText: mark })
      .first()
      .waitFor()
  },
)

Then(
  'the details show {string} and {string}',
  async function (this: Desk, one: string, other: string) {
    const details = this.page.getByRole('region', { name: 'Step' })
    for (const text of [one, other]) await details.filter({ hasText: text }).waitFor()
  },
)

Then('he sees no step {string}', async function (this: Desk, text: string) {
  assert.equal(await step(this, text).count(), 0)
})
