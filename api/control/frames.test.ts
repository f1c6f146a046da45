import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConnectionRecord } from '../journal/connection-record.ts'
import type { Sent } from '../journal/frames.ts'
import { bodyIn, issuesIn, nextPageOf, problemIn, ticket } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { Frame } from './frame-contract.ts'
import type { JournalEntry } from './journal-contract.ts'

/** A held venue with four orders, and a client whose fifth request subscribed to the stream. */
async function openListening() {
  const control = openControl()
  const { open, ask, send, get, venues } = control
  await open({ name: 'mine', seed: '42', clock: { mode: 'held' }, latencyMs: 0 })
  const here = { venue: 'mine' }
  for (const symbol of ['EURUSD', 'BTC/USD', 'EURUSD', 'EURUSD']) {
    await send(JSON.stringify({ ...ticket, symbol }), here)
  }
  await get('/events', here)
  const { journal, time } = venues.find('mine') ?? assert.fail()
  const [entry] = journal?.after(4) ?? []
  assert.ok(entry)
  const matches = ({ ticket }: { ticket: { symbol: string } }) => ticket.symbol === 'EURUSD'
  const record = new ConnectionRecord({ after: 0, filter: { matches } }, time.clock, () => {})
  entry.connection = record
  const path = '/venues/mine/journal/5/frames'
  const read = (query = '') => bodyIn<Frame[]>(ask('GET', `${path}${query}`))
  const sendOn = (sent: Sent) => record.recordSending(sent)?.()
  return { ...control, ask, record, path, read, sendOn }
}

/** A short form of frames. */
const inWords = (frames: readonly Frame[]) =>
  frames.map((frame) => {
    if (frame.frame !== 'message') return frame.frame
    return frame.message.type === 'order' ? frame.message.position : frame.message.type
  })

describe('The record of a stream connection', () => {
  test('has every frame verbatim, as the document describes', async () => {
    const { record, sendOn, read, ask } = await openListening()
    sendOn({ type: 'caught-up', position: 0, log: 'a-log' })
    sendOn({ type: 'order', previous: null, position: 3, count: 2 })
    const fault = { rule: 'stream-fault-1', does: 'drop' } as const
    record.recordSkipped({ type: 'order', previous: 3, position: 4, count: 1, fault })
    for (const _ of [1, 2]) sendOn({ type: 'heartbeat', position: 4, previous: 4 })
    record.recordReceived({ frame: 'text', text: 'hello' })
    record.recordReceived({ frame: 'text', text: '{"op":"auth","token":"hush"}' })
    record.recordReceived({ frame: 'binary', bytes: Buffer.from([0, 255]) })
    record.recordReceived({ frame: 'ping', bytes: Buffer.from('') })
    record.recordReceived({ frame: 'unreadable', why: 'it is not a frame' })
    record.recordEnd({ by: 'client', code: 1000, reason: 'enough' })

    const frames = await read()
    const at = '2026-01-01T00:00:00.000Z'
    const [, first, second, dropped, heartbeat, ...others] = frames
    assert.deepEqual(frames[0], {
      by: 'venue',
      frame: 'message',
      message: { type: 'caught-up', position: 0, log: 'a-log' },
      sent: true,
      at,
    })
    assert.ok(first?.frame === 'message' && first.message.type === 'order')
    assert.deepEqual(
      [first.sent, first.message.position, first.message.previous, first.message.orderStatus],
      [true, 1, null, 'PENDING'],
    )
    assert.ok(second?.frame === 'message' && second.message.type === 'order')
    assert.deepEqual([second.message.position, second.message.previous], [3, 1])
    assert.ok(dropped?.frame === 'message' && dropped.message.type === 'order')
    assert.deepEqual(
      [dropped.sent, dropped.message.position, dropped.message.previous, dropped.fault, dropped.at],
      [false, 4, 3, fault, at],
    )
    assert.ok(heartbeat?.frame === 'message' && heartbeat.times === 2)
    assert.deepEqual(others, [
      { by: 'client', frame: 'text', text: 'hello', at },
      { by: 'client', frame: 'text', text: '{"op":"auth","token":"(redacted)"}', at },
      { by: 'client', frame: 'binary', base64: 'AP8=', at },
      { by: 'client', frame: 'ping', base64: '', at },
      { by: 'client', frame: 'unreadable', why: 'it is not a frame', at },
      { frame: 'end', by: 'client', code: 1000, reason: 'enough', at },
    ])
    for (const frame of frames) assert.deepEqual(Frame.parse(frame), frame)

    const [{ stream } = {}] = await bodyIn<JournalEntry[]>(
      ask('GET', '/venues/mine/journal?after=4'),
    )
    const ended = { by: 'client', code: 1000, reason: 'enough', at }
    assert.deepEqual(stream, { after: 0, position: 0, sent: 5, received: 5, dropped: 0, ended })
  })

  test('shows no secret in the close reason of the client', async () => {
    for (const [by, reason, shown] of [
      ['client', 'bad token: hush', 'bad token: (redacted)'],
      ['venue', 'bad token: expired', 'bad token: expired'],
    ] as const) {
      const { record, read, ask } = await openListening()
      record.recordEnd({ by, code: 4001, reason })

      const [end] = await read()
      assert.ok(end?.frame === 'end')
      assert.equal(end.reason, shown)
      const [{ stream } = {}] = await bodyIn<JournalEntry[]>(
        ask('GET', '/venues/mine/journal?after=4'),
      )
      assert.equal(stream?.ended?.reason, shown)
    }
  })

  test('is read page by page, each continuing where the previous one ended', async () => {
    const { record, sendOn, ask, path } = await openListening()
    sendOn({ type: 'order', previous: null, position: 4, count: 3 })
    record.recordReceived({ frame: 'text', text: 'hello' })
    sendOn({ type: 'order', previous: 1, position: 3, count: 1 })
    record.recordEnd({ by: 'client' })

    const pages: Frame[][] = []
    let next: string | undefined = `${path}?limit=2`
    while (next) {
      const page: Response = await ask('GET', next)
      next = nextPageOf(page)
      pages.push(await bodyIn<Frame[]>(page))
    }
    assert.deepEqual(pages.map(inWords), [
      [1, 3],
      [4, 'text'],
      [3, 'end'],
    ])
    const chain = pages.flat().map((frame) => {
      const isOrder = frame.frame === 'message' && frame.message.type === 'order'
      return isOrder && 'previous' in frame.message ? frame.message.previous : undefined
    })
    assert.deepEqual(chain, [null, 1, 3, undefined, 1, undefined])
  })

  test('can be filtered by sender', async () => {
    const { record, sendOn, read } = await openListening()
    sendOn({ type: 'order', previous: null, position: 1, count: 1 })
    record.recordReceived({ frame: 'text', text: 'hello' })
    record.recordClosing({ code: 1001, reason: 'going away' })
    record.recordEnd({ by: 'client', code: 1006 })

    assert.deepEqual(inWords(await read('?by=client')), ['text'])
    assert.deepEqual(inWords(await read('?by=venue')), [1, 'end'])
  })

  test('is read from the beginning of a run if the cursor is not a position in it', async () => {
    const { sendOn, read } = await openListening()
    sendOn({ type: 'order', previous: null, position: 4, count: 3 })
    const previousOf = async (cursor: string) =>
      (await read(`?cursor=${cursor}`)).map(
        (frame) =>
          frame.frame === 'message' && 'previous' in frame.message && frame.message.previous,
      )

    assert.deepEqual(await previousOf('1-1'), [1, 3])
    // Position 2 is an order outside this client's filter.
    for (const cursor of ['1-0', '1-2', '1-9', '0-3']) {
      assert.deepEqual(await previousOf(cursor), [null, 1, 3], cursor)
    }
  })

  test('is gone once its entry has left the journal', async () => {
    const { ask, path } = await openListening()
    const detail = async (of: string) => (await problemIn(ask('GET', of))).detail
    await ask('DELETE', '/venues/mine/journal')

    assert.equal(
      await detail(path),
      'Entry 5 is no longer in the journal: it was cleared or dropped.',
    )
    assert.equal(
      await detail('/venues/mine/journal/6/frames'),
      'The journal has no entry 6 that is a subscription.',
    )
  })

  for (const [path, ...faults] of [
    ['/venues/mine/journal/1/frames', 'NOT_LISTENING'],
    ['/venues/mine/journal/6/frames', 'NOT_LISTENING'],
    ['/venues/main/journal/1/frames', 'NO_JOURNAL'],
    ['/venues/mine/journal/x/frames', 'INVALID_REQUEST', '/entry'],
    ['/venues/mine/journal/5/frames?by=me', 'INVALID_REQUEST', '/by'],
    ['/venues/mine/journal/5/frames?cursor=7', 'INVALID_REQUEST', '/cursor'],
    ['/venues/mine/journal/5/frames?limit=0', 'INVALID_REQUEST', '/limit'],
    ['/venues/mine/journal/5/frames?after=1', 'INVALID_REQUEST', '/after'],
  ] as const) {
    test(`does not exist at ${path}`, async () => {
      const { ask } = await openListening()
      assert.deepEqual(await issuesIn(ask('GET', path)), faults)
    })
  }
})
