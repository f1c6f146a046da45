import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TimelineRow } from './timeline-row.ts'
import { shownRows, type TimelineChoice } from './zoom.ts'

const step = (id: string, seconds: number, changed: Partial<TimelineRow> = {}): TimelineRow => ({
  id,
  kind: 'event',
  at: `2026-01-01T00:00:0${seconds}.000Z`,
  lane: 'log',
  text: id,
  orders: ['order-1'],
  ...changed,
})

const lanes = [
  { id: 'bot', title: 'bot' },
  { id: 'log', title: 'Log' },
]

const shown = (rows: readonly TimelineRow[], choice: TimelineChoice = {}) =>
  shownRows({ rows, lanes }, choice)

test('Each row says how much later it is than the row before', () => {
  const rows = shown([step('a', 0), step('b', 0), step('c', 2)])
  assert.deepEqual(
    rows.map(({ since }) => since),
    ['', '', '+2 s'],
  )
})

test('Only one order: the steps that concern it, and their lanes', () => {
  const other = step('b', 1, { lane: 'bot', orders: ['order-2'] })
  const rows = shown([step('a', 0), other, step('c', 2)], { only: 'order-1' })
  assert.deepEqual(
    rows.map(({ id, since }) => `${id}${since}`),
    ['a', 'c+2 s'],
  )
  assert.deepEqual(
    rows[0]?.lanes.map(({ id }) => id),
    ['log'],
  )
})

test('Every instant: steps of one kind, lane and mark are counted', () => {
  const lost = step('lost', 0, { mark: 'lost' })
  const rows = shown([step('a', 0), step('b', 0), lost, step('c', 1)], { zoom: 'instants' })
  assert.deepEqual(
    rows.map(({ text, mark, since }) => [text, mark, since]),
    [
      ['2 × event', undefined, ''],
      ['lost', 'lost', ''],
      ['c', undefined, '+1 s'],
    ],
  )
})
