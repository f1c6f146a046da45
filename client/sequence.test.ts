import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { cancelledExample } from '../api/contract/orders.ts'
import type { StreamMessage } from '../api/contract/stream.ts'
import { createSequence } from './sequence.ts'

const change = (position: number, previous: number | null): StreamMessage => ({
  ...cancelledExample,
  type: 'order',
  position,
  previous,
  occurredAt: cancelledExample.cancelledAt,
})

const heartbeat = (position: number, previous: number | null): StreamMessage => ({
  type: 'heartbeat',
  position,
  previous,
})

/** A sequence that has received the changes 5 and 8 of a subscription with a filter. */
function open() {
  const sequence = createSequence(4)
  assert.ok(sequence.accept(change(5, null)))
  assert.ok(sequence.accept(change(8, 5)))
  return sequence
}

describe('A sequence', () => {
  test('accepts the next message, whatever the filter left out', () => {
    const sequence = open()

    assert.ok(sequence.accept(change(12, 8)))
    assert.equal(sequence.position, 12)
  })

  test('drops a message that comes again, and notices no gap', () => {
    const sequence = open()

    assert.equal(sequence.accept(change(8, 5)), false)
    assert.equal(sequence.accept(change(5, null)), false)
    assert.ok(sequence.accept(change(9, 8)))
  })

  test('throws if a message is missing, and stays where it is', () => {
    const sequence = open()
    const missing = { message: 'A message is missing: the last one is 8, not 9.' }

    assert.throws(() => sequence.accept(change(10, 9)), missing)
    assert.throws(() => sequence.accept(heartbeat(10, 9)), missing)
    assert.equal(sequence.position, 8)
  })

  test('moves on when the server confirms that there was no change', () => {
    const sequence = open()

    assert.ok(sequence.accept(heartbeat(10, 8)))
    assert.equal(sequence.position, 10)
    assert.ok(sequence.accept(change(11, 8)))
  })

  test('begins anew on another connection', () => {
    const sequence = open()
    sequence.reconnect()

    assert.throws(() => sequence.accept(change(10, 9)), /the last one is null, not 9/)
    assert.ok(sequence.accept(change(9, null)))
  })

  test('ignores types of messages that it does not know', () => {
    const sequence = open()

    assert.equal(sequence.accept({ type: 'going-away' }), false)
    assert.equal(sequence.accept({ type: 'news' } as unknown as StreamMessage), false)
  })
})
