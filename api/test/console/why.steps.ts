import assert from 'node:assert/strict'
import { Given, Then, When } from '@cucumber/cucumber'
import type { FaultRuleDraft } from '../../control/faults.ts'
import type { Desk } from './support/world.ts'

const late = { does: 'delay', ms: 0 } as const

const addFault = ({ simulator }: Desk, fault: FaultRuleDraft) => simulator.faults.add(fault)

Given('the replies to all orders are late', function (this: Desk) {
  return addFault(this, { at: 'after-commit', action: late })
})

Given('the replies to orders for {word} are late', function (this: Desk, symbol: string) {
  return addFault(this, { match: { symbol }, at: 'after-commit', action: late })
})

Given('the reply to the next order is late', function (this: Desk) {
  return addFault(this, { at: 'after-commit', action: late, times: 1 })
})

Given('the next order fails before it is recorded', function (this: Desk) {
  return addFault(this, { at: 'before-commit', action: { does: 'answer', status: 503 }, times: 1 })
})

Given('Alice has placed an order', async function (this: Desk) {
  await this.place()
})

Given('Alice is refused', function (this: Desk) {
  return assert.rejects(this.place(), { code: 'ERR_ASSERTION' })
})

When(/^(?:Bob|he) asks why about her order$/, function (this: Desk) {
  return this.open(`?order=${this.order.orderId}`)
})

When('Bob asks why about entry {int}', function (this: Desk, entry: number) {
  return this.open(`?entry=${entry}`)
})

When(
  'Bob asks why about message {int} on his connection',
  async function (this: Desk, position: number) {
    const [connection] = await this.simulator.journal.list({ path: '/ws' })
    await this.open(`?entry=${connection?.id}&message=${position}`)
  },
)

Then('he reads that rules affect live messages only', function (this: Desk) {
  return panel(this).getByText('Rules affect live messages only.').waitFor()
})

const panel = ({ page }: Desk) => page.getByRole('region', { name: 'Why' })

Then(
  'he reads that {string} {word} applied, as {string}',
  function (this: Desk, rule: string, how: string, reason: string) {
    return readsRule(this, rule, how, reason)
  },
)

Then(
  'he reads that {string} applied, as {string}',
  function (this: Desk, rule: string, reason: string) {
    return readsRule(this, rule, 'applied', reason)
  },
)

function readsRule(desk: Desk, rule: string, verdict: string, reason: string): Promise<void> {
  return panel(desk)
    .getByRole('listitem')
    .filter({ has: desk.page.getByText(verdict, { exact: true }) })
    .filter({ has: desk.page.getByText(rule, { exact: true }) })
    .filter({ hasText: reason })
    .last()
    .waitFor()
}

Then('he sees that {string} applied, without scrolling', async function (this: Desk, rule: string) {
  const row = panel(this).locator('li.applied').filter({ hasText: rule })
  await row.waitFor()
  const [shown, tools] = await Promise.all([
    row.boundingBox(),
    this.page.getByRole('complementary', { name: 'Tools' }).boundingBox(),
  ])
  assert.ok(shown && tools)
  assert.ok(shown.y >= tools.y && shown.y + shown.height <= tools.y + tools.height)
})

Then('he reads that no rule was active', function (this: Desk) {
  return panel(this).getByText('No rule was active.').waitFor()
})
