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
  const sequence = new MessageSequence(3)
  return messages.flatMap((message) => sequence.faultsOf(message))
}

describe('A message sequence', () => {
  it('accepts ascending positions, each naming the order message before it', () => {
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

  it('reports a repeated message, and one out of order', () => {
    assert.match(`${faultsOf(order(3, null))}`, /its position 3 does not follow position 3/)
    assert.match(
      `${faultsOf(order(5, null), order(4, 5))}`,
      /its position 4 does not follow position 5/,
    )
    assert.match(`${faultsOf(order(5, null), caughtUp(4))}`, /its position 4/)
    assert.match(`${faultsOf(heartbeat(6, null), order(6, null))}`, /its position 6/)
  })

  it('reports a missing message', () => {
    assert.match(`${faultsOf(order(4, null), order(6, 5))}`, /previous position is 5, not 4/)
    assert.match(`${faultsOf(order(4, 3))}`, /previous position is 3, not null/)
    assert.match(`${faultsOf(order(4, null), heartbeat(6, 5))}`, /previous position is 5, not 4/)
  })
})
