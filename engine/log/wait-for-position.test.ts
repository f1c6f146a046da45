import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OrderId } from '../order.ts'
import { createVirtualClock } from '../time/clock.ts'
import { createEventLog } from './event-log.ts'
import { createWaitForPosition } from './wait-for-position.ts'

/** A log that counts who watches it, and those who wait for it to grow. */
function openLog() {
  const clock = createVirtualClock()
  const log = createEventLog(clock)
  let watchers = 0
  const reached = createWaitForPosition(
    {
      ...log,
      get end() {
        return log.end
      },
      watchEnd(act) {
        const stop = log.watchEnd(act)
        watchers++
        return () => {
          watchers--
          stop()
        }
      },
    },
    clock,
  )
  const answers: string[] = []
  return {
    clock,
    watchers: () => watchers,
    /** Each wait that is over, as its position and how it ended. */
    answers,
    grow() {
      log.append({ type: 'OrderExecuted', orderId: 'an order' as OrderId })
    },
    wait: (position: number, withinMs = 1000, signal?: AbortSignal) =>
      reached(
        position,
        clock.now() + withinMs,
        (isReached) => answers.push(`${position} ${isReached}`),
        signal,
      ),
  }
}

describe('Those who wait for a log to grow', () => {
  test('are answered when it reaches their position, in any order of asking', () => {
    const { answers, grow, wait } = openLog()
    for (const position of [3, 1, 2, 1]) wait(position)

    grow()
    assert.deepEqual(answers, ['1 true', '1 true'])
    grow()
    assert.deepEqual(answers.slice(2), ['2 true'])
    grow()
    assert.deepEqual(answers.slice(3), ['3 true'])
  })

  test('watch it as one, and stop when the last is answered', () => {
    const { answers, clock, watchers, grow, wait } = openLog()
    assert.equal(watchers(), 0)
    for (let nth = 0; nth < 1000; nth++) wait(1 + (nth % 2))
    assert.equal(watchers(), 1)

    grow()
    assert.equal(watchers(), 1)
    grow()
    assert.equal(watchers(), 0)
    assert.equal(answers.length, 1000)
    assert.equal(clock.nextDue(), undefined)

    wait(3)
    assert.equal(watchers(), 1)
    grow()
    assert.equal(answers.at(-1), '3 true')
  })

  test('leave it when their time is up, each at its own', () => {
    const { answers, clock, watchers, wait } = openLog()
    wait(1, 1000)
    wait(2, 500)

    clock.advance(500)
    assert.deepEqual(answers, ['2 false'])
    assert.equal(watchers(), 1)
    clock.advance(500)
    assert.deepEqual(answers, ['2 false', '1 false'])
    assert.equal(watchers(), 0)
  })

  test('wait no more when nobody needs to know', () => {
    const { answers, clock, watchers, wait } = openLog()
    const gone = new AbortController()
    wait(1, 1000, gone.signal)
    gone.abort()
    wait(2, 1000, gone.signal)

    assert.deepEqual(answers, ['1 false', '2 false'])
    assert.equal(watchers(), 0)
    assert.equal(clock.nextDue(), undefined)
  })

  test('are not answered when they cancel that, and leave nothing behind', () => {
    const { answers, clock, watchers, grow, wait } = openLog()
    const cancel = wait(1)

    cancel()

    assert.equal(watchers(), 0)
    assert.equal(clock.nextDue(), undefined)
    grow()
    assert.deepEqual(answers, [])
  })

  test('are answered at once where it is that long already', () => {
    const { answers, clock, watchers, grow, wait } = openLog()
    grow()

    wait(1)

    assert.deepEqual(answers, ['1 true'])
    assert.deepEqual([watchers(), clock.nextDue()], [0, undefined])
  })
})
