import { Then, When } from '@cucumber/cucumber'
import type { StreamMessage } from '../api/contract/stream.ts'
import { eventually } from './support/eventually.ts'
import { must, mustBe } from './support/must.ts'
import { replyWithinMs } from './support/settings.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** A frame of a connection in the journal: the fields that are used here. */
type Frame = MessageFrame | EndFrame | { readonly frame: 'text'; readonly text: string }

interface MessageFrame {
  readonly frame: 'message'
  readonly message: StreamMessage
  readonly sent: boolean
  readonly fault?: { readonly does: string }
}

interface EndFrame {
  readonly frame: 'end'
  readonly by: 'venue' | 'client'
  readonly code?: number
}

/** The control API's name for each fault of a stream. */
const faultNames: Readonly<Record<string, string>> = {
  'was lost': 'drop',
  'arrived twice': 'duplicate',
  'arrived after the next': 'swap',
  'arrived late': 'delay',
  'broke the connection': 'cut',
}

When('{trader} stops following the venue', (trader: Trader) => trader.closeConnections())

Then(
  'the journal shows that {trader} received {changes}',
  function (this: TradingFloor, trader: Trader, positions: number[]) {
    return hasSent(this, trader, positions)
  },
)

Then(
  'it has them word for word as {trader} received them',
  async function (this: TradingFloor, { name, listener }: Trader) {
    const sent = sentIn(await framesIn(this))
    await eventually(replyWithinMs, () => {
      const received = listener.received.map(({ message }) => message)
      mustBe(`the messages in the journal, as ${name} received them,`, sent, received)
    })
  },
)

Then(
  'the journal shows that {trader} sent {string}',
  async function (this: TradingFloor, trader: Trader, text: string) {
    found.set(this, trader)
    await eventually(replyWithinMs, async () => {
      const texts = (await framesIn(this)).flatMap((frame) => ('text' in frame ? frame.text : []))
      mustBe(`what ${trader.name} sent, by the journal,`, texts, [text])
    })
  },
)

Then(
  /^it shows that the message about change (\d+) (.*)$/,
  async function (this: TradingFloor, position: string, what: string) {
    const faults = (await framesIn(this)).flatMap((frame) =>
      isAbout(frame, Number(position)) ? [frame.fault?.does] : [],
    )
    const named = `the fault of the message about change ${position}, by the journal,`
    mustBe(named, [...new Set(faults)], [faultNamed(what)])
  },
)

Then('it shows that {trader} ended the connection', function (this: TradingFloor, _: Trader) {
  return hasEnded(this, ({ by }) => mustBe('who ended the connection', by, 'client'))
})

Then(
  'it shows that the venue ended the connection with {int}',
  function (this: TradingFloor, expected: number) {
    return hasEnded(this, ({ by, code }) =>
      mustBe('who ended the connection, and with which code,', [by, code], ['venue', expected]),
    )
  },
)

/** The trader whose connection was looked up last. */
const found = new WeakMap<TradingFloor, Trader>()

/** The frames of that trader's connection, which must be the only one to its endpoint. */
async function framesIn(floor: TradingFloor): Promise<readonly Frame[]> {
  const { venue } = floor
  const { pathname } = new URL(found.get(floor)?.listener.connection.sent.url ?? '')
  const entries = await venue.command<{ id: number }[]>(
    'GET',
    `/journal?kind=request&path=${pathname}`,
  )
  must(entries.length === 1, `the journal has ${entries.length} connections, not 1`)
  return venue.command('GET', `/journal/${entries[0]?.id}/frames`)
}

const isAbout = (frame: Frame, position: number): frame is MessageFrame =>
  frame.frame === 'message' && frame.message.type === 'order' && frame.message.position === position

const sentIn = (frames: readonly Frame[]) =>
  frames.flatMap((frame) =>
    frame.frame === 'message' && frame.sent && frame.message.type === 'order'
      ? [frame.message]
      : [],
  )

function faultNamed(words: string): string {
  const fault = faultNames[words]
  must(fault, `no fault is called "${words}"`)
  return fault
}

/** Retries, because the journal records a message slightly later than a listener receives it. */
async function hasSent(
  floor: TradingFloor,
  trader: Trader,
  positions: readonly number[],
): Promise<void> {
  found.set(floor, trader)
  await floor.venue.advance({ byMs: 0 })
  await eventually(replyWithinMs, async () => {
    const sent = sentIn(await framesIn(floor)).map(({ position }) => position)
    mustBe(`the changes that ${trader.name} received, by the journal,`, sent, positions)
  })
}

async function hasEnded(floor: TradingFloor, check: (end: EndFrame) => void): Promise<void> {
  await eventually(replyWithinMs, async () => {
    const end = (await framesIn(floor)).at(-1)
    must(end?.frame === 'end', 'the connection has not ended')
    check(end)
  })
}
