import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exampleOf } from '../api/http/problems.ts'
import { pause, waitAfter } from './backoff.ts'
import { Refusal } from './refusal.ts'

const refusal = (code: Parameters<typeof exampleOf>[0], retryAfterMs: number) =>
  new Refusal(exampleOf(code, '/orders'), retryAfterMs)

describe('The wait after a failure', () => {
  test('is within a range that doubles, up to ten seconds', (t) => {
    t.mock.method(Math, 'random', () => 0.5)
    const waits = [0, 1, 2, 3, 50].map((before) => waitAfter(new Error('lost'), before, 100))

    assert.deepEqual(waits, [50, 100, 200, 400, 5000])
  })

  test('is no shorter than the venue asks for', (t) => {
    t.mock.method(Math, 'random', () => 0.5)

    assert.equal(waitAfter(refusal('BEHIND', 1000), 0, 100), 1000)
    assert.equal(waitAfter(refusal('BEHIND', 0), 0, 100), 50)
  })

  test('has no end if a repetition would get the same', () => {
    assert.equal(waitAfter(refusal('LOG_CHANGED', 0), 0, 100), Number.POSITIVE_INFINITY)
    assert.notEqual(
      waitAfter(refusal('IDEMPOTENCY_KEY_IN_USE', 0), 0, 100),
      Number.POSITIVE_INFINITY,
    )
  })

  test('ends early when the signal is aborted', async () => {
    const controller = new AbortController()
    const waiting = pause(60_000, controller.signal)
    controller.abort()

    assert.deepEqual(
      [await waiting, await pause(60_000, controller.signal), await pause(0, undefined)],
      [false, false, true],
    )
  })
})

test('A pause longer than a timer can take does not end at once', async () => {
  const stopping = new AbortController()
  let isOver = false
  const pausing = pause(Number.POSITIVE_INFINITY, stopping.signal).then((wasWhole) => {
    isOver = true
    return wasWhole
  })
  // A timer that is too long fires after a millisecond, before this one.
  await pause(20, undefined)
  assert.equal(isOver, false)
  stopping.abort()
  assert.equal(await pausing, false)
})
