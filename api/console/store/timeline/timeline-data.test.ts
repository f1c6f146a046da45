import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JournalEntry } from '../../../control/journal-contract.ts'
import { createTimelineData, type TimelineData } from './timeline-data.ts'

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

describe('Earlier entries', () => {
  const ids = (data: TimelineData) => data.entries.map(({ id }) => id)

  test('that are loaded are kept when newer ones come', () => {
    const data = createTimelineData({ entries: 2, connections: 1 })
    data.add([entry(5), entry(6)])
    assert.equal(data.skipped, 4)
    data.addEarlier(2, [entry(3), entry(4)])
    data.add([entry(7)])
    assert.deepEqual(ids(data), [4, 5, 6, 7])
    assert.equal(data.skipped, 3)
  })

  test('that have left the journal are not missed', () => {
    const data = createTimelineData({ entries: 2, connections: 1 })
    data.add([entry(5), entry(6)])
    data.addEarlier(2, [entry(4)])
    assert.deepEqual([ids(data), data.skipped], [[4, 5, 6], 0])
    data.addEarlier(0, [])
    assert.equal(data.skipped, 0)
  })
})
