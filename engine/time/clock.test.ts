import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createScaledClock, createVirtualClock, lastInstant, later, wait } from './clock.ts'

describe('A virtual clock', () => {
  test('stands still until it is moved, and runs each timer at its due time', () => {
    const clock = createVirtualClock(1000)
    const seen: number[] = []
    for (const delay of [30, 10, 20]) clock.schedule(1000 + delay, () => seen.push(clock.now()))

    assert.deepEqual(seen, [])
    clock.advance(25)
    assert.deepEqual(seen, [1010, 1020])
    assert.equal(clock.now(), 1025)
    clock.advance(5)
    assert.deepEqual(seen, [1010, 1020, 1030])
  })

  test('runs a timer due in the past without going back', () => {
    const clock = createVirtualClock(1000)
    const seen: number[] = []
    clock.schedule(500, () => seen.push(clock.now()))

    clock.advance(1)

    assert.deepEqual(seen, [1000])
  })

  test('moves up to the last instant, at which all later timers are due', async () => {
    const clock = createVirtualClock(lastInstant - 10)
    const seen: number[] = []
    for (const delay of [11, 5, 10, 1e15]) {
      clock.schedule(later(clock.now(), delay), () => seen.push(clock.now()))
    }

    await clock.advanceTo(lastInstant, async () => {})

    assert.equal(clock.now(), lastInstant)
    assert.deepEqual(seen, [lastInstant - 5, lastInstant, lastInstant, lastInstant])
  })

  test('refuses to move beyond the last instant, and stays where it is', async () => {
    const clock = createVirtualClock(lastInstant - 10)
    clock.schedule(lastInstant - 5, () => assert.fail())

    assert.throws(() => clock.advance(11), RangeError)
    await assert.rejects(
      clock.advanceTo(lastInstant + 1, async () => {}),
      RangeError,
    )
    assert.equal(clock.now(), lastInstant - 10)
    assert.throws(() => createVirtualClock(lastInstant + 1), RangeError)
  })
})

describe('A scaled clock', () => {
  test('starts at the given time and runs at the given speed', () => {
    const base = createVirtualClock(1000)
    const clock = createScaledClock(base, 60, 5000)
    const seen: number[] = []
    clock.schedule(5000 + 600, () => seen.push(base.now()))
    const cancel = clock.schedule(5000 + 60, () => assert.fail())

    assert.equal(clock.now(), 5000)
    cancel()
    base.advance(20)

    assert.equal(clock.now(), 6200)
    assert.deepEqual(seen, [1010])
  })

  test('runs no timer early, whatever its speed', () => {
    for (const speed of [0.1, 0.7, 1.1, 3.3, 60, 99.9]) {
      const base = createVirtualClock()
      const clock = createScaledClock(base, speed)
      const start = clock.now()
      const early: number[] = []
      for (let ms = 1; ms <= 500; ms++) {
        clock.schedule(start + ms, () => clock.now() < start + ms && early.push(ms))
      }

      base.advance(10_000)

      assert.deepEqual(early, [], `${speed} times as fast`)
    }
  })

  test('stops at the last instant, and runs what is due there immediately', () => {
    const base = createVirtualClock()
    const clock = createScaledClock(base, 100_000, lastInstant - 1_000_000)
    const seen: number[] = []
    clock.schedule(later(clock.now(), 2_000_000), () => seen.push(base.now()))
    const start = base.now()

    base.advance(60_000)

    assert.equal(clock.now(), lastInstant)
    assert.deepEqual(seen, [start + 10])
  })
})

describe('Waiting', () => {
  test('ends after the time, and immediately for 0 ms', async () => {
    const clock = createVirtualClock()
    let over = false
    const waiting = wait(clock, 100).then(() => {
      over = true
    })

    clock.advance(99)
    await Promise.resolve()
    assert.equal(over, false)
    clock.advance(1)
    await waiting
    await wait(clock, 0)
  })
})
