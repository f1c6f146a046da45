import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { Secrets } from '../reports/evidence/secrets.ts'
import { Transcript } from '../reports/evidence/transcript.ts'
import { Trader } from '../support/trader.ts'
import { mainVenue } from '../support/venue-under-test.ts'
import { Broker } from './testing/broker.ts'

describe('A broker whose clients subscribe to each order', () => {
  const { BASE_URL, PROFILE, DIALECT } = process.env
  let broker: Broker
  const everybody: Trader[] = []
  const trader = (name: string) => {
    const transcript = new Transcript(new Secrets({}))
    const scene = { venueUnderTest: mainVenue, description: undefined, transcript, everybody }
    const one = new Trader(name, scene)
    everybody.push(one)
    return one
  }

  before(async () => {
    broker = new Broker()
    process.env.BASE_URL = await broker.open()
    process.env.PROFILE = 'core'
    process.env.DIALECT = `${import.meta.dirname}/foreign-servers/plain-text.json`
  })
  after(async () => {
    process.env.BASE_URL = BASE_URL ?? ''
    process.env.PROFILE = PROFILE ?? ''
    process.env.DIALECT = DIALECT ?? ''
    await Promise.all(everybody.map((one) => one.closeConnections()))
    await broker.close()
  })

  it('receives a subscription for each order, before and after a listener connects', async () => {
    const [alice, bob] = [trader('Alice'), trader('Bob')]
    broker.replies.push([200, 'a'], [200, 'b'])
    const { orderId } = await alice.hasPlaced()
    broker.messages = ['order a is pending']
    const listener = await bob.follow()
    assert.deepEqual(listener.statusesOf(orderId), [], 'it was pending before')

    broker.messages = ['order b is pending', 'order a is executed']
    await alice.hasPlaced()
    await listener.receives(['PENDING'], ['b'])
    await listener.receives(['EXECUTED'], ['a'])
    assert.deepEqual(broker.requests.slice(1), [
      'GET /stream',
      'subscribe a',
      'POST /orders {"stoks":"EURUSD","quantity":1000}',
      'subscribe b',
    ])
    assert.deepEqual(listener.faults, [])
  })
})
