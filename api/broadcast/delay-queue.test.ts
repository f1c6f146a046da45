import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock, lastInstant } from '../../engine/index.ts'
import { createDelayQueue } from './delay-queue.ts'

function open(start = 0) {
  const clock = createVirtualClock(start)
  const queue = createDelayQueue(clock)
  const done: [string, number][] = []
  const act = (name: string) => () => void done.push([name, clock.now()])
  const put = (name: string, afterMs: number) => queue.enqueue(afterMs, 10, act(name))
  const putAside = (name: string, afterMs: number, byMs: number) =>
    queue.delayAlone(afterMs, byMs, 10, act(name))
  return { clock, queue, done, put, putAside }
}

describe('What is kept back', () => {
  test('is done at its time, and behind what was put before', () => {
    const { clock, done, put } = open()
    put('a', 0)
    put('b', 50)
    put('c', 20)
    put('d', 60)
    clock.advance(100)

    assert.deepEqual(done, [
      ['a', 0],
      ['b', 50],
      ['c', 50],
      ['d', 60],
    ])
  })

  test('goes before what comes when it is due, even if the clock has not come to it', () => {
    const { clock, done, put } = open()
    clock.schedule(50, () => put('b', 0))
    put('a', 50)
    clock.advance(50)

    assert.deepEqual(done, [
      ['a', 50],
      ['b', 50],
    ])
  })

  test('waits longer behind a stall, which begins where it stands', () => {
    const { clock, done, put, queue } = open()
    put('a', 50)
    queue.stall(20, 100)
    put('b', 0)
    put('c', 160)
    clock.advance(200)

    assert.deepEqual(done, [
      ['a', 50],
      ['b', 150],
      ['c', 160],
    ])
  })

  test('stands in no way when it is put aside, later than in its place', () => {
    const { clock, done, put, putAside } = open()
    put('a', 50)
    putAside('b', 20, 30)
    put('c', 0)
    clock.advance(50)
    put('d', 0)
    clock.advance(50)

    assert.deepEqual(done, [
      ['a', 50],
      ['c', 50],
      ['d', 50],
      ['b', 80],
    ])
  })

  test('is done at once when it is put aside for no time', () => {
    const { done, queue, putAside } = open()
    putAside('a', 0, 0)

    assert.deepEqual(done, [['a', 0]])
    assert.deepEqual([queue.bytes, queue.isEmpty], [0, true])
  })

  test('can be done at once, in the order in which it is due, and no second time', () => {
    const { clock, done, queue, put, putAside } = open()
    put('a', 50)
    putAside('b', 0, 20)
    put('c', 90)
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

  test('is not done after something in it had all forgotten', () => {
    const { clock, done, queue, put, putAside } = open()
    put('a', 50)
    queue.enqueue(60, 10, queue.clear)
    put('b', 70)
    putAside('c', 0, 80)
    queue.flush()
    clock.advance(200)

    assert.deepEqual(done, [['a', 0]])
    assert.deepEqual([queue.bytes, queue.isEmpty], [0, true])
  })

  test('is done at the last instant where its time would be later', async () => {
    const { clock, done, queue, put, putAside } = open(lastInstant - 10)
    put('a', 20)
    queue.stall(0, 500)
    put('b', 0)
    putAside('c', 0, 5)

    await clock.advanceTo(lastInstant, async () => {})

    assert.deepEqual(
      done.toSorted(),
      ['a', 'b', 'c'].map((name) => [name, lastInstant]),
    )
    assert.deepEqual([clock.nextDue(), queue.isEmpty], [undefined, true])
  })

  test('is forgotten with its timers', () => {
    const { clock, done, queue, put, putAside } = open()
    put('a', 50)
    putAside('b', 0, 60)
    queue.clear()

    assert.equal(clock.nextDue(), undefined)
    assert.deepEqual([done, queue.bytes, queue.isEmpty], [[], 0, true])
  })
})
