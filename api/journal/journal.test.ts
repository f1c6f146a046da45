import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { ConnectionRecord } from './connection-record.ts'
import { addEffects, recordReply } from './entries.ts'
import { createJournal } from './journal.ts'

const allOrders = { after: 0, filter: { matches: () => true } }

function openJournal() {
  const journal = createJournal(createVirtualClock())
  const write = (replyBody = '', headers = {}) => {
    const entry = journal.begin({
      kind: 'request',
      method: 'GET',
      target: '/orders',
      headers,
      body: undefined,
    })
    recordReply(entry, replyBody)
    journal.end(entry, { status: 200, clientLeft: false, body: undefined })
    return entry
  }
  const ids = (after = 0) => [...journal.after(after)].map(({ id }) => id)
  return { journal, write, ids }
}

describe('A journal', () => {
  test('keeps the last 10,000 entries and counts the dropped ones', () => {
    const { journal, write, ids } = openJournal()
    for (let nth = 0; nth < 10_000; nth++) write()
    assert.deepEqual([ids().length, journal.dropped, journal.isComplete], [10_000, 0, true])

    for (let nth = 0; nth < 250; nth++) write()

    assert.deepEqual([ids().length, ids()[0], ids().at(-1)], [10_000, 251, 10_250])
    assert.deepEqual([journal.dropped, journal.isComplete, journal.last], [250, false, 10_250])
    assert.deepEqual(ids(10_248), [10_249, 10_250])
  })

  test('keeps at most 16 MiB', () => {
    const { journal, write, ids } = openJournal()
    const large = 'x'.repeat(63 * 1024)
    for (let nth = 0; nth < 256; nth++) write(large)
    assert.deepEqual([ids().length, journal.dropped], [256, 0])

    write()
    assert.deepEqual([ids()[0], journal.dropped], [2, 1])
    for (let nth = 0; nth < 63; nth++) write()
    assert.equal(journal.dropped, 1)
  })

  test('counts the size of headers and of connection records, too', () => {
    const { journal, write } = openJournal()
    const large = 'x'.repeat(15 * 1024)
    for (let nth = 0; nth < 1500; nth++) write('', { cookie: large })
    assert.ok(journal.dropped > 300, `${journal.dropped} entries were dropped`)

    const before = journal.dropped
    for (let nth = 0; nth < 50; nth++) {
      const entry = write()
      const record = new ConnectionRecord(allOrders, createVirtualClock(), () =>
        journal.weigh(entry),
      )
      entry.connection = record
      for (let message = 0; message < 100; message++)
        record.recordReceived({ frame: 'text', text: large })
    }
    assert.ok(journal.dropped > before + 1000, `${journal.dropped - before} entries were dropped`)
  })

  test('stops recording the connection of an entry that was dropped or cleared', () => {
    const { journal, write } = openJournal()
    const connect = () => {
      const entry = write()
      entry.connection = new ConnectionRecord(allOrders, createVirtualClock(), () =>
        journal.weigh(entry),
      )
      return entry.connection
    }
    const first = connect()
    for (let nth = 0; nth < 10_000; nth++) write()
    const second = connect()
    first.recordReceived({ frame: 'text', text: 'hello' })
    second.recordReceived({ frame: 'text', text: 'hello' })
    assert.deepEqual([first.rows.length, second.rows.length], [0, 1])

    journal.clear()
    second.recordReceived({ frame: 'text', text: 'hello' })
    assert.equal(second.rows.length, 0)
  })

  test('does not keep a reply body that is too large', () => {
    const { write } = openJournal()

    assert.equal(write('x'.repeat(65_536)).replyBody?.length, 65_536)
    assert.equal(write('x'.repeat(65_537)).replyBody, undefined)
  })

  test('is incomplete once it was cleared', () => {
    const { journal, write, ids } = openJournal()
    const inFlight = journal.begin({
      kind: 'request',
      method: 'GET',
      target: '/',
      headers: {},
      body: undefined,
    })
    journal.clear()
    journal.end(inFlight, {
      status: 200,
      clientLeft: false,
      body: Promise.resolve(new ArrayBuffer(4)),
    })
    write()

    assert.deepEqual(ids(), [2])
    assert.deepEqual([journal.dropped, journal.isComplete], [0, false])
  })
})

test('adjacent positions of the events that a request caused are merged', () => {
  const { write } = openJournal()
  const entry = write()

  for (const [after, to] of [
    [3, 3],
    [3, 4],
    [4, 6],
    [9, 10],
  ] as const) {
    addEffects(entry, after, to)
  }

  assert.deepEqual(entry.caused, [
    { from: 4, to: 6 },
    { from: 10, to: 10 },
  ])
})
