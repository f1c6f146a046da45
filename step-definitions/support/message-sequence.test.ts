import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { StreamMessage } from '../../api/contract/stream.ts'
import { MessageSequence } from './message-sequence.ts'

const order = (position: number, previous: number | null) =>
  ({ type: 'order', position, previous }) as StreamMessage
const heartbeat = (position: number, previous: number | null): StreamMessage => ({
  type: 'heartbeat',
  position,
  previous,
})
const caughtUp = (position: number): StreamMessage => ({ type: 'caught-up', position, log: 'x' })

function faultsOf(...messages: StreamMessage[]): string[] {
  const chain = new MessageSequence(3)
  return messages.flatMap((message) => chain.faultsOf(message))
}

describe('The messages of a connection fit together', () => {
  it('when each comes later and names the order message before it', () => {
    const messages = [
      heartbeat(3, null),
      order(4, null),
      caughtUp(4),
      heartbeat(7, 4),
      order(8, 4),
      order(9, 8),
      { type: 'going-away' } as const,
    ]
    assert.deepEqual(faultsOf(...messages), [])
  })

  it('unless one is repeated, or comes too late', () => {
    assert.match(`${faultsOf(order(3, null))}`, /its position is 3, and 3 came before/)
    assert.match(`${faultsOf(order(5, null), order(4, 5))}`, /its position is 4, and 5 came before/)
    assert.match(`${faultsOf(order(5, null), caughtUp(4))}`, /its position is 4/)
    assert.match(`${faultsOf(heartbeat(6, null), order(6, null))}`, /its position is 6/)
  })

  it('unless one was left out', () => {
    assert.match(`${faultsOf(order(4, null), order(6, 5))}`, /names 5 .* that was 4/)
    assert.match(`${faultsOf(order(4, 3))}`, /names 3 .* that was null/)
    assert.match(`${faultsOf(order(4, null), heartbeat(6, 5))}`, /names 5 .* that was 4/)
  })
})
