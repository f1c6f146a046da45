import { Given, Then, When } from '@cucumber/cucumber'
import { defineWords } from './support/define-words.ts'
import { must, mustBe } from './support/must.ts'
import type { OwnVenue } from './support/own-venue.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** An explanation in the journal: the fields that are used here. */
interface Explanation {
  readonly rules: readonly {
    readonly rule: string
    readonly result: string
    readonly reasons: readonly { readonly criterion: string }[]
  }[]
}

/** The control API's name for the one reason why a rule did not apply. */
defineWords('obstacle', {
  'its symbol': 'symbol',
  'its turn': 'nth',
  'its end': 'times',
  'an earlier one': 'earlierRule',
})

Given(
  'the connection {break} {moment} the next order for {word} is recorded',
  function (this: TradingFloor, action: object, at: string, symbol: string) {
    return this.venue.addRule('faults', { match: { symbol }, at, action, times: 1 })
  },
)

When('all faults are removed', function (this: TradingFloor) {
  return this.venue.command<void>('DELETE', '/faults')
})

Then(
  'the journal explains that the {nth} fault affected {owner} request',
  async function (this: TradingFloor, nth: number, trader: Trader) {
    mustSay(await whyRequest(this.venue, trader), `fault-${nth}`, 'applied', [])
  },
)

Then(
  'the journal explains that the {nth} fault nearly affected {owner} request, but for {obstacle}',
  async function (this: TradingFloor, nth: number, trader: Trader, obstacle: string) {
    mustSay(await whyRequest(this.venue, trader), `fault-${nth}`, 'nearly', [obstacle])
  },
)

Then(
  'the journal explains that the fault affected the message about change {int}',
  async function (this: TradingFloor, position: number) {
    mustSay(await whyMessage(this.venue, position), 'stream-fault-1', 'applied', [])
  },
)

Then(
  'the journal explains that the fault nearly affected the message about change {int}, but for {obstacle}',
  async function (this: TradingFloor, position: number, obstacle: string) {
    mustSay(await whyMessage(this.venue, position), 'stream-fault-1', 'nearly', [obstacle])
  },
)

/** The explanation of the last order that a trader submitted. */
async function whyRequest(venue: OwnVenue, { lastRequest }: Trader): Promise<Explanation> {
  const entries = await venue.command<{ id: number; body?: string }[]>(
    'GET',
    '/journal?kind=request&method=POST&path=/orders',
  )
  const entry = entries.findLast(({ body }) => body === lastRequest.body)
  must(entry, 'the request is not in the journal')
  return venue.command('GET', `/journal/${entry.id}/why`)
}

const whyMessage = (venue: OwnVenue, position: number) =>
  venue.command<Explanation>('GET', `/journal/messages/${position}/why`)

function mustSay({ rules }: Explanation, id: string, result: string, reasons: string[]): void {
  const found = rules.find(({ rule }) => rule === id)
  must(found, `the journal does not mention ${id}`)
  const criteria = found.reasons.map(({ criterion }) => criterion)
  mustBe(`the result of ${id} and its reasons`, [found.result, criteria], [result, reasons])
}
