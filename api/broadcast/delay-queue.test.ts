import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock, lastInstant } from '../../engine/index.ts'
import { createDelayQueue } from './delay-queue.ts'

function open(start = 0) {
  const clock = createVirtualClock(start)
  const queue = createDelayQueue(clock)
  const done: [string, number][] = []
  const send = (name: string) => () => void done.push([name, clock.now()])
  const enqueue = (name: string, afterMs: number) => queue.enqueue(afterMs, 10, send(name))
  const delayAlone = (name: string, afterMs: number, byMs: number) =>
    queue.delayAlone(afterMs, byMs, 10, send(name))
  return { clock, queue, done, enqueue, delayAlone }
}

describe('An entry of a delay queue', () => {
  test('runs when it is due, and after the entries before it', () => {
    const { clock, done, enqueue } = open()
    enqueue('a', 0)
    enqueue('b', 50)
    enqueue('c', 20)
    enqueue('d', 60)
    clock.advance(100)

    assert.deepEqual(done, [
      ['a', 0],
      ['b', 50],
      ['c', 50],
      ['d', 60],
    ])
  })

  test('runs before an entry that is enqueued when it is due', () => {
    const { clock, done, enqueue } = open()
    clock.schedule(50, () => enqueue('b', 0))
    enqueue('a', 50)
    clock.advance(50)

    assert.deepEqual(done, [
      ['a', 50],
      ['b', 50],
    ])
  })

  test('waits for a stall that was enqueued before it', () => {
    const { clock, done, enqueue, queue } = open()
    enqueue('a', 50)
    queue.stall(20, 100)
    enqueue('b', 0)
    enqueue('c', 160)
    clock.advance(200)

    assert.deepEqual(done, [
      ['a', 50],
      ['b', 150],
      ['c', 160],
    ])
  })

  test('that is delayed alone does not delay later entries', () => {
    const { clock, done, enqueue, delayAlone } = open()
    enqueue('a', 50)
    delayAlone('b', 20, 30)
    enqueue('c', 0)
    clock.advance(50)
    enqueue('d', 0)
    clock.advance(50)

    assert.deepEqual(done, [
      ['a', 50],
      ['c', 50],
      ['d', 50],
      ['b', 80],
    ])
  })

  test('that is delayed alone by 0 ms runs at once', () => {
    const { done, queue, delayAlone } = open()
    delayAlone('a', 0, 0)

    assert.deepEqual(done, [['a', 0]])
    assert.deepEqual([queue.bytes, queue.isEmpty], [0, true])
  })

  test('runs once when the queue is flushed, in the order of due times', () => {
    const { clock, done, queue, enqueue, delayAlone } = open()
    enqueue('a', 50)
    delayAlone('b', 0, 20)
    enqueue('c', 90)
    assert.equal(queue.bytes, 30)
    queue.flush()
    clock.advance(200)

    assert.deepEqual(done, [
      ['a', 0],
      ['b', 0],
      ['c', 0],
    ])
    assert.deepEqual([queue.bytes, queue.isEmpty], [0, true])
  })

  test('does not run if an entry before it clears the queue', () => {
    const { clock, done, queue, enqueue, delayAlone } = open()
    enqueue('a', 50)
    queue.enqueue(60, 10, queue.clear)
    enqueue('b', 70)
    delayAlone('c', 0, 80)
    queue.flush()
    clock.advance(200)

    assert.deepEqual(done, [['a', 0]])
    assert.deepEqual([queue.bytes, queue.isEmpty], [0, true])
  })

  test('runs at the last instant if it would be due later', async () => {
    const { clock, done, queue, enqueue, delayAlone } = open(lastInstant - 10)
    enqueue('a', 20)
    queue.stall(0, 500)
    enqueue('b', 0)
    delayAlone('c', 0, 5)

    await clock.advanceTo(lastInstant, async () => {})

    assert.deepEqual(
      done.toSorted(),
      ['a', 'b', 'c'].map((name) => [name, lastInstant]),
    )
    assert.deepEqual([clock.nextDue(), queue.isEmpty], [undefined, true])
  })

  test('is cleared together with its timer', () => {
    const { clock, done, queue, enqueue, delayAlone } = open()
    enqueue('a', 50)
    delayAlone('b', 0, 60)
    queue.clear()

    assert.equal(clock.nextDue(), undefined)
    assert.deepEqual([done, queue.bytes, queue.isEmpty], [[], 0, true])
  })
})
