import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { executedExample } from '../../api/contract/orders.ts'
import type { OrderMessage } from '../../api/contract/stream.ts'
import { Transcript } from '../reports/evidence/transcript.ts'
import type { Connection, MessageHandler } from './connection.ts'
import { Listener } from './listener.ts'
import { mainVenue } from './venue-under-test.ts'

/** A listener, and a function that delivers a message to it. */
async function openListener(ended: Connection['ended'] = Promise.resolve(undefined)) {
  let deliver: MessageHandler['receive'] = () => {}
  const listener = await Listener.connect({
    name: 'Bob',
    connect: async (_options, handler) => {
      deliver = (text, how) => handler.receive(text, how)
      return { headers: new Headers(), sent: {}, ended } as Connection
    },
    filter: {},
    venueUnderTest: mainVenue,
    description: undefined,
    transcript: new Transcript(),
  })
  return { listener, receive: (message: OrderMessage) => deliver(JSON.stringify(message), {}) }
}

const tooLate = '2031-01-01T00:00:00.000Z'
const executedTooLate: OrderMessage = {
  ...executedExample,
  type: 'order',
  position: 1,
  previous: null,
  executedAt: tooLate,
  occurredAt: tooLate,
}

describe('An order that was executed too late', () => {
  it('is a fault only if it belongs to the scenario', async () => {
    const { listener, receive } = await openListener()
    receive(executedTooLate)

    assert.deepEqual(listener.faults, [])
    assert.deepEqual(listener.faultsOfTimes(new Set(['of-a-stranger'])), [])
    const [fault] = listener.faultsOfTimes(new Set([executedTooLate.orderId]))
    assert.match(
      fault ?? '',
      /^Bob received .*\n {2}but it was executed \d+ ms after it was placed, not \d+ to \d+ ms$/,
    )
  })

  it('is always a fault if the message contradicts itself', async () => {
    const { listener, receive } = await openListener()
    receive({ ...executedTooLate, occurredAt: executedTooLate.placedAt })

    assert.match(listener.faults.join(), /but its occurredAt is .*, not 2031/)
  })
})

describe('An order without a usable id', () => {
  for (const orderId of ['x'.repeat(1001), 'a\ud800']) {
    it(`is a fault and is not kept: ${orderId.slice(0, 5)}`, async () => {
      const { listener, receive } = await openListener()
      receive({ ...executedTooLate, orderId })

      assert.match(listener.faults.join(), /^Bob received .*\n {2}but it should have an orderId /)
      assert.deepEqual(listener.received, [])
    })
  }
})

describe('The close code', () => {
  it('is the one that the venue sent', async () => {
    const { listener } = await openListener(Promise.resolve(1009))

    assert.equal(await listener.closeCode(), 1009)
  })

  it('is not awaited forever', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const { listener } = await openListener(new Promise(() => {}))
    const closeCode = listener.closeCode()
    t.mock.timers.runAll()

    await assert.rejects(closeCode, /should close Bob's connection, but it is open after \d+ s/)
  })
})
