import { Given, Then, When } from '@cucumber/cucumber'
import type { OrderStatus } from '../api/contract/orders.ts'
import type { OrderMessage } from '../api/contract/stream.ts'
import { logPositionOf, type Reply } from './support/client.ts'
import type { Connect } from './support/connection.ts'
import { eventually } from './support/eventually.ts'
import { eachNamesTheOneBefore, type Listener } from './support/listener.ts'
import { must, mustBe } from './support/must.ts'
import { OwnVenue } from './support/own-venue.ts'
import { changeWithinMs } from './support/settings.ts'
import { times } from './support/times.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

/** Frequent heartbeats, which soon show a listener with a filter that nothing is missing. */
const soon = { heartbeatMs: '100' }

Given('{trader} is following the venue {way}', (trader: Trader, connect: Connect) =>
  trader.follow({}, connect),
)

Given('{trader} is following only {symbol}', (trader: Trader, symbol: string) =>
  trader.follow({ symbol, ...soon }),
)

Given(
  '{trader} is following only changes to {status}',
  (trader: Trader, orderStatus: OrderStatus) => trader.follow({ orderStatus, ...soon }),
)

Given('{trader} is following only {owner} order(s)', (trader: Trader, { orderIds }: Trader) =>
  trader.follow({ orderId: orderIds, ...soon }),
)

Given(
  '{trader} is following only {owner} client order id',
  (trader: Trader, { clientOrderId }: Trader) => trader.follow({ clientOrderId, ...soon }),
)

Given(
  '{trader} is following only {owner} order, and only its change to {status}',
  (trader: Trader, { order }: Trader, orderStatus: OrderStatus) =>
    trader.follow({ orderId: order.orderId, orderStatus, ...soon }),
)

Given(
  '{trader} is following only {owner} order {way}, with a heartbeat every {int} ms',
  (trader: Trader, { order }: Trader, connect: Connect, everyMs: number) =>
    trader.follow({ orderId: order.orderId, heartbeatMs: `${everyMs}` }, connect),
)

When(
  '{trader} is following the venue with a heartbeat every {int} ms',
  (trader: Trader, everyMs: number) => trader.follow({ heartbeatMs: `${everyMs}` }),
)

When('{trader} follows the venue {way} from the beginning', (trader: Trader, connect: Connect) =>
  trader.follow({ from: '0' }, connect),
)

When('{owner} connection breaks', ({ listener }: Trader) => listener.breakConnection())

When('{trader} reconnects', ({ listener }: Trader) => listener.reconnect())

When(
  '{owner} connection breaks and {trader} reconnects {int} times while {trader} places {int} orders',
  async (_: Trader, { listener }: Trader, breaks: number, placer: Trader, count: number) => {
    const placing: Promise<Reply>[] = []
    for (let nth = 0; nth < breaks; nth++) {
      const { position } = listener
      // A share of the orders each time, so that something happens between two breaks, however fast
      // the venue is.
      const some = times(count / breaks, () => placer.place())
      // `together` reports a failure at the end. Until then it must not be an unhandled rejection.
      for (const one of some) one.catch(() => {})
      placing.push(...some)
      await placer.venueUnderTest.until(() =>
        must(listener.position > position, `nothing was received after position ${position}`),
      )
      listener.breakConnection()
      await listener.reconnect()
    }
    await placer.together(placing)
  },
)

When(
  '{trader} asks to resume from beyond the end of the log, {way}',
  async (trader: Trader, connect: Connect) => {
    await trader.list({ limit: '1' })
    // In a shared venue, other traders cannot place that many orders in the meantime.
    const beyond = trader.venueUnderTest instanceof OwnVenue ? 1 : 1_000_000
    await trader.tryToFollow({ from: `${logPositionOf(trader.reply) + beyond}` }, connect)
  },
)

When(
  '{trader} asks to resume in a log that the venue never had, {way}',
  (trader: Trader, connect: Connect) =>
    trader.tryToFollow({ from: '0', log: 'no-such-log' }, connect),
)

When(
  '{trader} asks to follow with {word} {string}',
  (trader: Trader, name: string, value: string) => trader.tryToFollow({ [name]: value }),
)

Then('{trader} has received every change once, in order', ({ listener }: Trader) =>
  checkWhole(listener),
)

Then(
  '{trader} has received every change once, in order, from the first one on',
  ({ listener }: Trader) => {
    checkWhole(listener)
    mustBe('the position of the first message', listener.received[0]?.message.position, 1)
  },
)

Then('{trader} is notified that {trader} has caught up', ({ listener }: Trader, _: Trader) =>
  eventually(changeWithinMs, () => {
    const ends = listener.notices.filter(({ type }) => type === 'caught-up')
    mustBe('the number of caught-up messages', ends.length, 1)
  }),
)

Then('everything {trader} received is in {symbol}', ({ listener }: Trader, symbol: string) =>
  checkEach(listener, (message) => message.symbol === symbol),
)

Then('everything {trader} received is {status}', ({ listener }: Trader, status: OrderStatus) =>
  checkEach(listener, ({ orderStatus }) => orderStatus === status),
)

Then(
  'everything {trader} received is about {owner} order(s)',
  ({ listener }: Trader, { orderIds }: Trader) =>
    checkEach(listener, ({ orderId }) => orderIds.includes(orderId)),
)

Then(
  '{trader} receives nothing about {owner} order',
  function (this: TradingFloor, { listener, venueUnderTest }: Trader, { order }: Trader) {
    return this.receivesExactly([listener], [], [order.orderId], venueUnderTest)
  },
)

Then('each message {trader} received names the one before', ({ listener }: Trader) =>
  eachNamesTheOneBefore(listener),
)

Then(
  '{trader} learns from a heartbeat that she/he has missed nothing so far',
  function (this: TradingFloor, { listener }: Trader) {
    const logPosition = logPositionOf(this.placer.reply)
    return this.venueUnderTest.soon(() => {
      const last = heartbeatsOf(listener).at(-1)
      must(last, 'there was no heartbeat')
      must(last.position >= logPosition, `the last heartbeat says ${JSON.stringify(last)}`)
    })
  },
)

Then('{trader} received nothing but heartbeats', ({ listener }: Trader) => {
  const about = listener.received.map(({ message }) => message.orderId)
  mustBe('the orders that messages were about', about, [])
  // Every event source is notified where its history ends.
  const others = listener.notices.filter(({ type }) => type !== 'caught-up')
  mustBe(
    'the kinds of the other messages',
    others.map(({ type }) => type).filter((type) => type !== 'heartbeat'),
    [],
  )
})

Then(
  'the next heartbeat {trader} receives names that message',
  ({ listener, venueUnderTest }: Trader) => {
    const position = listener.received.at(-1)?.message.position
    return venueUnderTest.soon(() => {
      const { previous } = heartbeatsOf(listener).at(-1) ?? {}
      mustBe('the position of the last message, in the heartbeat,', previous, position)
    })
  },
)

Then('{trader} receives {int} heartbeats', (trader: Trader, count: number) => {
  const { name, listener, venueUnderTest } = trader
  return venueUnderTest.soon(() => {
    const { length } = heartbeatsOf(listener)
    must(length >= count, `${name} should receive ${count} heartbeats, but received ${length}`)
  })
})

const heartbeatsOf = ({ notices }: Listener) =>
  notices.filter((notice) => notice.type === 'heartbeat')

/** A listener without a filter receives every position. */
function checkWhole({ received }: Listener): void {
  const positions = received.map(({ message }) => message.position)
  must(positions.length > 0, 'messages should be received, but none was')
  const [first = 0] = positions
  const whole = positions.map((_, nth) => first + nth)
  mustBe('the positions of the messages', positions, whole)
}

function checkEach({ received }: Listener, isWanted: (message: OrderMessage) => boolean): void {
  must(received.length > 0, 'messages should be received, but none was')
  const unwanted = received.find(({ message }) => !isWanted(message))?.message
  must(
    !unwanted,
    `the filter should exclude this message, but does not: ${JSON.stringify(unwanted)}`,
  )
}
