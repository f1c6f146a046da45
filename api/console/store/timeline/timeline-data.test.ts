import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JournalEntry } from '../../../control/journal-contract.ts'
import { createTimelineData } from './timeline-data.ts'

const at = '2026-01-01T00:00:00.000Z'
const entry = (id: number, changed: Partial<JournalEntry> = {}): JournalEntry => ({
  id,
  kind: 'request',
  at,
  method: 'GET',
  target: '/orders',
  headers: {},
  reply: { at, tookMs: 0, status: 200, headers: {} },
  caused: [],
  ...changed,
})
const open = { after: 0, position: 0, sent: 0, received: 0, dropped: 0 }
const { reply: _, ...waiting } = entry(2)

test('An entry that is read again replaces the one before', () => {
  const data = createTimelineData({ entries: 10, connections: 2 })
  data.add([entry(1), waiting])
  assert.deepEqual(
    data.unfinished().map(({ id }) => id),
    [2],
  )
  data.add([entry(2), entry(3)])
  assert.deepEqual([data.entries.length, data.last, data.unfinished().length], [3, 3, 0])
})

test('A connection is unfinished until it has ended', () => {
  const data = createTimelineData({ entries: 10, connections: 2 })
  data.add([entry(1, { stream: open })])
  assert.equal(data.unfinished().length, 1)
  data.add([entry(1, { stream: { ...open, ended: { by: 'client', at } } })])
  assert.equal(data.unfinished().length, 0)
})

test('Keeps the last entries and connections, and counts the entries that it dropped', () => {
  const data = createTimelineData({ entries: 2, connections: 1 })
  data.add([entry(1), entry(2), entry(3)])
  data.setFrames(7, [])
  data.setFrames(3, [])
  assert.deepEqual(
    data.entries.map(({ id }) => id),
    [2, 3],
  )
  assert.deepEqual([data.skipped, [...data.frames.keys()]], [1, [7]])
})
