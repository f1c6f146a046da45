import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OrderId } from '../order.ts'
import { createVirtualClock } from '../time/clock.ts'
import { createEventLog } from './event-log.ts'
import { createWaitForPosition } from './wait-for-position.ts'

/** A log that counts its watchers, and waits on it. */
function openLog() {
  const clock = createVirtualClock()
  const log = createEventLog(clock)
  let watchers = 0
  const waitForPosition = createWaitForPosition(
    {
      ...log,
      get durableEnd() {
        return log.durableEnd
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
    /** Position and result of each wait that ended. */
    answers,
    grow() {
      log.append({ type: 'OrderExecuted', orderId: 'an order' as OrderId })
    },
    wait: (position: number, withinMs = 1000, signal?: AbortSignal) =>
      waitForPosition(
        position,
        clock.now() + withinMs,
        (isReached) => answers.push(`${position} ${isReached}`),
        signal,
      ),
  }
}

describe('Waits for a position', () => {
  test('end when the log reaches their position, whatever order they started in', () => {
    const { answers, grow, wait } = openLog()
    for (const position of [3, 1, 2, 1]) wait(position)

    grow()
    assert.deepEqual(answers, ['1 true', '1 true'])
    grow()
    assert.deepEqual(answers.slice(2), ['2 true'])
    grow()
    assert.deepEqual(answers.slice(3), ['3 true'])
  })

  test('share one watcher, which is removed with the last wait', () => {
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

  test('end without success at their own time', () => {
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

  test('end without success when their signal is aborted', () => {
    const { answers, clock, watchers, wait } = openLog()
    const controller = new AbortController()
    wait(1, 1000, controller.signal)
    controller.abort()
    wait(2, 1000, controller.signal)

    assert.deepEqual(answers, ['1 false', '2 false'])
    assert.equal(watchers(), 0)
    assert.equal(clock.nextDue(), undefined)
  })

  test('do not end when they are cancelled, and leave no watcher and no timer', () => {
    const { answers, clock, watchers, grow, wait } = openLog()
    const cancel = wait(1)

    cancel()

    assert.equal(watchers(), 0)
    assert.equal(clock.nextDue(), undefined)
    grow()
    assert.deepEqual(answers, [])
  })

  test('end immediately if the log is there already', () => {
    const { answers, clock, watchers, grow, wait } = openLog()
    grow()

    wait(1)

    assert.deepEqual(answers, ['1 true'])
    assert.deepEqual([watchers(), clock.nextDue()], [0, undefined])
  })
})
