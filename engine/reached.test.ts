import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock } from './clock.ts'
import { createEventLog } from './event-log.ts'
import type { OrderId } from './order.ts'
import { createReached } from './reached.ts'

/** A log that tells how many follow it, and those who wait for it to grow. */
function openLog() {
  const clock = createVirtualClock()
  const log = createEventLog(clock)
  let followers = 0
  const reached = createReached(
    {
      ...log,
      get end() {
        return log.end
      },
      follow(follower) {
        const stop = log.follow(follower)
        followers++
        return () => {
          followers--
          stop()
        }
      },
    },
    clock,
  )
  const answers: string[] = []
  return {
    clock,
    followers: () => followers,
    /** Each wait that is over, as its position and how it ended. */
    answers,
    async grow() {
      log.append({ type: 'OrderExecuted', orderId: 'an order' as OrderId })
      await turn()
    },
    wait(position: number, withinMs = 1000, signal?: AbortSignal) {
      void reached(position, withinMs, signal).then((isReached) =>
        answers.push(`${position} ${isReached}`),
      )
    },
  }
}

/** Lets everything happen that is to happen now. */
const turn = () => new Promise(setImmediate)

describe('Those who wait for a log to grow', () => {
  test('are answered when it is as long as they want, whoever asked first', async () => {
    const { answers, grow, wait } = openLog()
    for (const position of [3, 1, 2, 1]) wait(position)

    await grow()
    assert.deepEqual(answers, ['1 true', '1 true'])
    await grow()
    assert.deepEqual(answers.slice(2), ['2 true'])
    await grow()
    assert.deepEqual(answers.slice(3), ['3 true'])
  })

  test('follow it as one, and leave it when the last is answered', async () => {
    const { answers, clock, followers, grow, wait } = openLog()
    assert.equal(followers(), 0)
    for (let nth = 0; nth < 1000; nth++) wait(1 + (nth % 2))
    assert.equal(followers(), 1)

    await grow()
    assert.equal(followers(), 1)
    await grow()
    assert.equal(followers(), 0)
    assert.equal(answers.length, 1000)
    assert.equal(clock.nextDue(), undefined)

    wait(3)
    assert.equal(followers(), 1)
    await grow()
    assert.equal(answers.at(-1), '3 true')
  })

  test('leave it when their time is up, each at its own', async () => {
    const { answers, clock, followers, wait } = openLog()
    wait(1, 1000)
    wait(2, 500)

    clock.advance(500)
    await turn()
    assert.deepEqual(answers, ['2 false'])
    assert.equal(followers(), 1)
    clock.advance(500)
    await turn()
    assert.deepEqual(answers, ['2 false', '1 false'])
    assert.equal(followers(), 0)
  })

  test('wait no more when nobody needs to know', async () => {
    const { answers, clock, followers, wait } = openLog()
    const gone = new AbortController()
    wait(1, 1000, gone.signal)
    gone.abort()
    wait(2, 1000, gone.signal)
    await turn()

    assert.deepEqual(answers, ['1 false', '2 false'])
    assert.equal(followers(), 0)
    assert.equal(clock.nextDue(), undefined)
  })
})
