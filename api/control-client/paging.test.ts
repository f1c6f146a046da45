import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectionRecord } from '../journal/connection-record.ts'
import { ticket } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { clientIn } from './in-process.ts'
import { venueControl } from './venue-control.ts'

test('listings have the items of all pages, or as many as are asked for', async () => {
  const { control, open, venues, send } = openControl()
  const here = { venue: 'mine' }
  await open({ name: here.venue, clock: { mode: 'held' }, latencyMs: 0 })
  for (let nth = 0; nth < 1001; nth++) await send(JSON.stringify(ticket), here)
  const { journal, time } = venues.find(here.venue) ?? assert.fail()
  const [entry] = journal?.after(0) ?? []
  assert.ok(entry)
  const record = new ConnectionRecord(
    { after: 0, filter: { matches: () => true } },
    time.clock,
    () => {},
  )
  record.recordSending({ type: 'order', previous: null, position: 1001, count: 1001 })?.()
  entry.connection = record
  const venue = venueControl(clientIn(control), here.venue)

  const all = Array.from({ length: 1001 }, (_, index) => index + 1)
  for (const limit of [undefined, 1001, 1000, 1]) {
    const entries = await venue.journal.list({ limit })
    const frames = await venue.journal.frames(1, { limit })
    const positions = frames.map((frame) =>
      frame.frame === 'message' && frame.message.type === 'order' ? frame.message.position : frame,
    )
    const expected = all.slice(0, limit)
    assert.deepEqual([entries.map(({ id }) => id), positions], [expected, expected])
  }
})
