import { defineParameterType, Given, Then, When } from '@cucumber/cucumber'
import { defineWords } from './support/define-words.ts'
import { must, mustBe } from './support/must.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** The summaries of a log. */
interface LogDigest {
  readonly digest: string
  readonly story: string
}

defineWords('summaries', { digests: 'digest', stories: 'story' })

defineParameterType({
  name: 'order names',
  regexp: /"[^"]+"(?:, "[^"]+")+/,
  transformer: (words: string) => [...words.matchAll(/"([^"]+)"/g)].map(([, name]) => name),
})

Given(
  'each of their venues will reject {int} % of orders',
  async function (this: TradingFloor, percent: number) {
    for (const trader of this.everybody) {
      const match = { probability: percent / 100 }
      await this.venueOf(trader).addRule('outcomes', { match, outcome: { does: 'cancel' } })
    }
  },
)

When('{owner} venue crashes', function (this: TradingFloor, owner: Trader) {
  return this.venueOf(owner).crash()
})

When(
  '{owner} venue plays the recording of {owner} venue',
  async function (this: TradingFloor, player: Trader, recorded: Trader) {
    const recording = await this.venueOf(recorded).command<{ steps: unknown[] }>(
      'GET',
      '/recording',
    )
    await this.venueOf(player).command('POST', '/steps', { steps: recording.steps })
  },
)

Then(
  '{owner} order named {string} is {word}',
  async (trader: Trader, clientOrderId: string, status: string) => {
    const listed = await trader.listed({ clientOrderId })
    mustBe(`the status of the order named ${clientOrderId}`, listed[0]?.orderStatus, status)
  },
)

When('{trader} places orders named {order names}', async (trader: Trader, named: string[]) => {
  for (const clientOrderId of named) await trader.hasPlaced({ clientOrderId })
})

Then(
  'the {summaries} of their logs are the same',
  async function (this: TradingFloor, what: keyof LogDigest) {
    const [one, other] = await summariesOf(this, what)
    mustBe(`the ${what} of one log, as of the other,`, one, other)
  },
)

Then(
  'the {summaries} of their logs differ',
  async function (this: TradingFloor, what: keyof LogDigest) {
    const [one, other] = await summariesOf(this, what)
    must(one !== other, `the ${what} of the two logs should differ, but both are ${one}`)
  },
)

Then('their orders have the same ids', function (this: TradingFloor) {
  const [one, other] = this.everybody.map(({ orderIds }) => orderIds)
  mustBe('the order ids in one venue, as in the other,', one, other)
})

/** A summary of the log of each trader's venue. */
const summariesOf = (floor: TradingFloor, what: keyof LogDigest): Promise<string[]> =>
  Promise.all(
    floor.everybody.map(
      async (trader) =>
        (await floor.venueOf(trader).command<LogDigest>('GET', '/log/digest'))[what],
    ),
  )
