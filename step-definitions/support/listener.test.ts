import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { executedExample } from '../../api/contract/orders.ts'
import type { OrderMessage } from '../../api/contract/stream.ts'
import { Transcript } from '../reports/evidence/transcript.ts'
import type { Connection, MessageHandler } from './connection.ts'
import { Listener } from './listener.ts'
import { mainVenue } from './venue-under-test.ts'

/** A listener, and how it is told something. */
async function openListener(ended: Connection['ended'] = Promise.resolve(undefined)) {
  let tell: MessageHandler['receive'] = () => {}
  const listener = await Listener.connect({
    name: 'Bob',
    connect: async (_call, ear) => {
      tell = (text, how) => ear.receive(text, how)
      return { headers: new Headers(), sent: {}, ended } as Connection
    },
    filter: {},
    venueUnderTest: mainVenue,
    description: undefined,
    transcript: new Transcript(),
  })
  return { listener, hear: (message: OrderMessage) => tell(JSON.stringify(message), {}) }
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

describe('An order that was executed when it cannot have been', () => {
  it('is a fault where it is one of the scenario, and none where it is a stranger’s', async () => {
    const { listener, hear } = await openListener()
    hear(executedTooLate)

    assert.deepEqual(listener.faults, [])
    assert.deepEqual(listener.faultsOfTimes(new Set(['of-a-stranger'])), [])
    const [fault] = listener.faultsOfTimes(new Set([executedTooLate.orderId]))
    assert.match(fault ?? '', /^Bob heard .*\n {2}but it was executed \d+ ms after it was placed$/)
  })

  it('is a fault of anybody’s where the message contradicts itself', async () => {
    const { listener, hear } = await openListener()
    hear({ ...executedTooLate, occurredAt: executedTooLate.placedAt })

    assert.match(listener.faults.join(), /but it occurred at .*, but was at 2031/)
  })
})

describe('One who is to be shown the door', () => {
  it('is told with which code', async () => {
    const { listener } = await openListener(Promise.resolve(1009))

    assert.equal(await listener.closeCode(), 1009)
  })

  it('and is not, does not wait for ever', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const { listener } = await openListener(new Promise(() => {}))
    const shownOut = listener.closeCode()
    t.mock.timers.runAll()

    await assert.rejects(shownOut, /the connection of Bob still stands after \d+ s/)
  })
})
