import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readingOf } from './clock-reading.ts'
import { dateOf, msBetween, numberText, spanText, timeOf } from './instant-text.ts'

const now = '2026-01-01T00:00:02.518Z'

test('an instant has a date and a time', () => {
  assert.deepEqual([dateOf(now), timeOf(now)], ['2026-01-01', '00:00:02.518'])
  assert.equal(msBetween('2026-01-01T00:00:00.000Z', now), 2518)
})

test('a span has the unit that suits it', () => {
  const spans = [0, 518, 2518, 182_000, 7_500_000, 273_600_000, -5]
  assert.deepEqual(spans.map(spanText), [
    '0 ms',
    '518 ms',
    '2.518 s',
    '3 min 2 s',
    '2 h 5 min',
    '3 d 4 h',
    '−5 ms',
  ])
})

test('a number keeps its digits', () => {
  assert.deepEqual([1_000_000, 0.000_012_5].map(numberText), ['1,000,000', '0.0000125'])
})

test('a clock shows the time that has passed since it was read, unless it is held', () => {
  const clock = { now, waitingRequests: 0 }
  assert.equal(readingOf({ mode: 'held', ...clock }, 500), now)
  assert.equal(readingOf({ mode: 'real', ...clock }, 500), '2026-01-01T00:00:03.018Z')
  assert.equal(readingOf({ mode: 'scaled', speed: 60, ...clock }, 500), '2026-01-01T00:00:32.518Z')
})
