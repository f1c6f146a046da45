import assert from 'node:assert/strict'
import type { Commit, LogContent } from '../../../engine/index.ts'
import { ordinaryEvents } from './events.ts'

/** The commit that follows a position: 1 to 7 events, and records that name its last position. */
export function commitAfter(end: number): Commit {
  const last = end + 1 + (end % 7)
  return {
    events: ordinaryEvents(end + 1, last),
    records: new Map<string, unknown>([
      ['end', last],
      [`reply ${last % 5}`, { last }],
      [`reply ${(last + 1) % 5}`, undefined],
    ]),
  }
}

/** Checks that a log consists of such commits, each as a whole. Returns its end. */
export function checkWholeCommits({ events, records }: LogContent): number {
  const expected: LogContent = { events: [], records: new Map() }
  while (expected.events.length < events.length) {
    const commit = commitAfter(expected.events.length)
    for (const event of commit.events) expected.events.push(event)
    for (const [name, value] of commit.records) {
      if (value === undefined) expected.records.delete(name)
      else expected.records.set(name, value)
    }
  }
  assert.equal(events.length, expected.events.length, 'ends at the end of a commit')
  assert.ok(events.every((event, nth) => event.position === nth + 1))
  assert.deepEqual(events.slice(-100), expected.events.slice(-100))
  assert.deepEqual(records, expected.records)
  return events.length
}
