import { defineParameterType, Given, Then } from '@cucumber/cucumber'
import { defineWords } from './support/define-words.ts'
import { eventually } from './support/eventually.ts'
import { must, mustBe } from './support/must.ts'
import { replyWithinMs } from './support/settings.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** The control API's action for each fault of a stream. */
defineWords('stream fault', {
  'is lost': { does: 'drop' },
  'arrives twice': { does: 'duplicate' },
  'arrives after the next': { does: 'swap' },
})

/** 1st, 2nd, 3rd, 4th, … */
defineParameterType({
  name: 'nth',
  regexp: /(\d+)(?:st|nd|rd|th)/,
  transformer: Number,
})

Given(
  'the {nth} message {stream fault}',
  function (this: TradingFloor, nth: number, action: object) {
    return inject(this, nth, action)
  },
)

Given(
  'the {nth} message arrives {span} late',
  function (this: TradingFloor, nth: number, ms: number) {
    return inject(this, nth, { does: 'delay', ms })
  },
)

Given(
  'the {nth} message stalls the stream for {span}',
  function (this: TradingFloor, nth: number, ms: number) {
    return inject(this, nth, { does: 'stall', ms })
  },
)

Given(
  'in place of the {nth} message the connection breaks',
  function (this: TradingFloor, nth: number) {
    return inject(this, nth, { does: 'cut' })
  },
)

Given(
  'in place of the {nth} message the connection is closed',
  function (this: TradingFloor, nth: number) {
    return inject(this, nth, { does: 'close', code: 1012 })
  },
)

Given(
  'in place of the {nth} message the connection is closed with {int}',
  function (this: TradingFloor, nth: number, code: number) {
    return inject(this, nth, { does: 'close', code })
  },
)

Given('the stream lags {span} behind', async function (this: TradingFloor, delayMs: number) {
  await this.venue.command('PUT', '/stream', { delayMs })
})

Then(
  '{trader} has received {changes}',
  function (this: TradingFloor, trader: Trader, positions: number[]) {
    return hasReceived(this, trader, positions)
  },
)

Then('{trader} detects that the sequence is broken', ({ listener }: Trader) => {
  const faults = listener.faults.splice(0)
  must(faults.length > 0, 'the sequence of messages should be broken, but is intact')
  for (const fault of faults) {
    const isOfSequence = /does not follow position|previous position is/.test(fault)
    must(isOfSequence, `only the sequence of messages should be broken, but ${fault}`)
  }
})

Then('{trader} was disconnected with {int}', async ({ name, listener }: Trader, code: number) => {
  mustBe(`the code with which ${name} is disconnected`, await listener.closeCode(), code)
})

const inject = ({ venue }: TradingFloor, nth: number, action: object) =>
  venue.addRule('stream-faults', { match: { nth }, action })

/** Advancing by 0 ms waits until listeners have been sent all that has happened. */
async function hasReceived(
  { venue }: TradingFloor,
  { name, listener }: Trader,
  positions: readonly number[],
): Promise<void> {
  await venue.advance({ byMs: 0 })
  await eventually(replyWithinMs, () => {
    const received = listener.received.map(({ message }) => message.position)
    mustBe(`the changes that ${name} has received`, received, positions)
  })
}

const unreadBytes = async ({ venue }: TradingFloor) => (await venue.state()).unreadBytes

Then('the venue says that bytes are unread', async function (this: TradingFloor) {
  must((await unreadBytes(this)) > 0, 'the venue says that no bytes are unread')
})

Then('the venue says that none are unread', async function (this: TradingFloor) {
  mustBe('the number of unread bytes', await unreadBytes(this), 0)
})
