import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spansOf } from './spans.ts'
import type { TimelineRow } from './timeline-row.ts'

const at = '2026-01-01T00:00:00.000Z'
const step = (kind: TimelineRow['kind'], entry?: number, lane = 'bot'): TimelineRow => ({
  id: `${kind}-${entry}`,
  kind,
  at,
  lane,
  text: '',
  entry,
  orders: [],
})

/** Each row's spans as a text such as `7:0 start`. */
const texts = (rows: readonly TimelineRow[]) =>
  spansOf(rows).map((spans) => spans.map(({ entry, slot, part }) => `${entry}:${slot} ${part}`))

test('A request lasts from its row to its reply, beside the rows between', () => {
  assert.deepEqual(texts([step('request', 1), step('event'), step('reply', 1), step('event')]), [
    ['1:0 start'],
    ['1:0 through'],
    ['1:0 end'],
    [],
  ])
})

test('Requests in flight at once have slots of their own, which later ones use again', () => {
  const rows = [step('request', 1), step('request', 2), step('reply', 1), step('request', 3)]
  assert.deepEqual(texts(rows), [
    ['1:0 start'],
    ['1:0 through', '2:1 start'],
    ['1:0 end', '2:1 through'],
    ['2:1 through', '3:0 start'],
  ])
})

test('Each lane has slots of its own', () => {
  assert.deepEqual(texts([step('request', 1), step('request', 2, 'curl')]).at(-1), [
    '1:0 through',
    '2:0 start',
  ])
})

test('The messages of a connection are no requests', () => {
  assert.deepEqual(texts([step('request', 1, 'stream-1'), step('message', 1, 'stream-1')]), [
    [],
    [],
  ])
})

test('However many requests are in flight, there are six slots', () => {
  const rows = Array.from({ length: 9 }, (_, id) => step('request', id))
  const last = spansOf(rows).at(-1) ?? []
  assert.deepEqual(
    last.map(({ slot }) => slot),
    [0, 1, 2, 3, 4, 5, 5, 5, 5],
  )
})
