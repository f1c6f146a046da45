import assert from 'node:assert/strict'
import { defineParameterType, Given, Then, When } from '@cucumber/cucumber'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** What a log is boiled down to. */
interface LogDigest {
  readonly digest: string
  readonly story: string
}

const boiledDown: Record<string, keyof LogDigest> = { digests: 'digest', stories: 'story' }

defineParameterType({
  name: 'boiled down',
  regexp: /digests|stories/,
  transformer: (word: string) => boiledDown[word],
})

defineParameterType({
  name: 'order names',
  regexp: /"[^"]+"(?:, "[^"]+")+/,
  transformer: (words: string) => [...words.matchAll(/"([^"]+)"/g)].map(([, name]) => name),
})

Given(
  'each of their venues will reject {int} % of orders',
  async function (this: TradingFloor, percent: number) {
    for (const trader of this.everybody) {
      await this.venueOf(trader).rule({ does: 'cancel' }, { probability: percent / 100 })
    }
  },
)

When('{owner} venue crashes', function (this: TradingFloor, owner: Trader) {
  return this.venueOf(owner).crash()
})

When('{trader} places orders named {order names}', async (trader: Trader, named: string[]) => {
  for (const clientOrderId of named) await trader.hasPlaced({ clientOrderId })
})

Then(
  'the {boiled down} of their logs are the same',
  async function (this: TradingFloor, what: keyof LogDigest) {
    const [one, other] = await told(this, what)
    assert.equal(one, other)
  },
)

Then(
  'the {boiled down} of their logs differ',
  async function (this: TradingFloor, what: keyof LogDigest) {
    const [one, other] = await told(this, what)
    assert.notEqual(one, other)
  },
)

Then('their orders have the same ids', function (this: TradingFloor) {
  const [one, other] = this.everybody.map(({ orderIds }) => orderIds)
  assert.deepEqual(one, other)
})

/** What the log of everybody's venue tells. */
const told = (floor: TradingFloor, what: keyof LogDigest): Promise<string[]> =>
  Promise.all(
    floor.everybody.map(
      async (trader) =>
        (await floor.venueOf(trader).command<LogDigest>('GET', '/log/digest'))[what],
    ),
  )
