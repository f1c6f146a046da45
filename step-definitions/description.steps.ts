import { Then, When } from '@cucumber/cucumber'
import { summaryOf } from './support/client.ts'
import { must, mustBe } from './support/must.ts'
import type { Trader } from './support/trader.ts'
import type { TradingFloor } from './support/world.ts'

When('{trader} reads the published description', (trader: Trader) =>
  trader.send({ method: 'GET', path: '/openapi.json' }),
)

When('{trader} tries {word} on {string}', (trader: Trader, method: string, path: string) =>
  trader.send({ method, path }),
)

When('{trader} places, looks up, lists and cancels', async (trader: Trader) => {
  const { orderId } = await trader.hasPlaced()
  await trader.together([trader.find(orderId), trader.list(), trader.cancel(orderId)])
})

When('{trader} sends only requests that are refused', async (trader: Trader) => {
  const replies = [
    trader.submit('{}'),
    trader.find('42'),
    trader.cancel('42'),
    trader.list({ limit: '0' }),
  ]
  for (const reply of await trader.together(replies)) trader.refusal(reply)
})

Then(
  'it describes {word} {string}, with valid examples',
  function (this: TradingFloor, method: string, path: string) {
    const { count, faults } = this.publishedDescription.faultsOfExamples(path, method)
    mustHaveNone(`the examples of ${method} ${path} should match their schemas`, faults)
    must(count > 0, `the description should have examples of ${method} ${path}, but has none`)
  },
)

Then(
  'it describes every message of the stream, with valid examples',
  function (this: TradingFloor) {
    const { stream } = this.publishedDescription
    must(stream, 'the target publishes no description of its stream at /asyncapi.json')
    const { count, faults } = stream.faultsOfExamples()
    mustHaveNone('the examples of messages should match their schemas', faults)
    must(count >= stream.names.length && count > 0, 'a message has no example')
  },
)

Then('every answer they got matches the description', function (this: TradingFloor) {
  const replies = this.everybody.flatMap(({ replies }) => replies)
  const faults = replies.flatMap((reply) =>
    this.publishedDescription.faultsOfReply(reply).map((fault) => `${summaryOf(reply)}: ${fault}`),
  )
  mustHaveNone('every answer should match the description', faults)
  must(replies.length > 0, 'no trader got an answer')
})

Then(
  'every message {trader} received matches the description',
  function (this: TradingFloor, { name, listener }: Trader) {
    const faults = listener.received.flatMap(({ message }) =>
      this.publishedDescription
        .faultsOfMessage(message)
        .map((fault) => `the message about order ${message.orderId}: ${fault}`),
    )
    mustHaveNone('every message should match the description', faults)
    must(listener.received.length > 0, `${name} should receive messages, but received none`)
  },
)

Then('{trader} sees that {methods} are allowed', ({ reply }: Trader, methods: string) => {
  const allowed = (reply.headers.get('allow') ?? '').split(/\s*,\s*/)
  const what = `the methods that ${reply.path} allows (Allow)`
  mustBe(what, allowed.toSorted(), methods.split(', ').toSorted())
})

Then('{trader} is asked to upgrade to a WebSocket', ({ reply }: Trader) => {
  const upgrade = reply.headers.get('upgrade')?.toLowerCase()
  mustBe(`the header Upgrade in the answer to ${reply.method} ${reply.path}`, upgrade, 'websocket')
})

function mustHaveNone(what: string, faults: readonly string[]): void {
  must(faults.length === 0, `${what}, but:\n${faults.slice(0, 10).join('\n')}`)
}
