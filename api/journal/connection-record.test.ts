import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { ConnectionRecord } from './connection-record.ts'
import type { FrameRow, Sent, SentOrders } from './frames.ts'

function openHearing() {
  const clock = createVirtualClock()
  const record = new ConnectionRecord(
    { after: 0, filter: { matches: () => true } },
    clock,
    () => {},
  )
  /** Sends something that the system takes at once. */
  const send = (sent: Sent) => record.recordSending(sent)?.()
  const kept = () => record.rows.map(inWords)
  return { clock, record, send, kept }
}

function inWords(frames: FrameRow): string {
  switch (frames.kind) {
    case 'orders': {
      const { previous, position, count, fault } = frames.orders
      const befell = fault ? `, ${fault.does}` : ''
      return `${previous} to ${position}: ${count}${befell}${sentOrNot(frames)}`
    }
    case 'notice':
      return `${frames.notice.type} × ${frames.times}${sentOrNot(frames)}`
    case 'received':
      return frames.received.frame
    case 'end':
      return `ended by the ${frames.ending.by}`
  }
}

const sentOrNot = ({ isSent }: { readonly isSent: boolean }) => (isSent ? '' : ', not sent')

const orders = (previous: number | null, position: number, count = 1): SentOrders => ({
  type: 'order',
  previous,
  position,
  count,
})

const befallen = (sent: SentOrders, does: 'drop' | 'duplicate' | 'cut'): SentOrders => ({
  ...sent,
  fault: { rule: 'stream-fault-1', does },
})

const heartbeat = (position: number) =>
  ({ type: 'heartbeat', position, previous: null }) as const satisfies Sent

describe('What is kept of a connection', () => {
  test('is one row for all messages that follow each other', () => {
    const { record, send, kept } = openHearing()
    send(orders(null, 3, 3))
    for (let position = 4; position <= 10_000; position++) send(orders(position - 1, position))

    assert.deepEqual(kept(), ['null to 10000: 10000'])
    assert.equal(record.sentCount, 10_000)
  })

  test('is a row of its own for what a fault befell, and none goes on over it', () => {
    const { record, send, kept } = openHearing()
    send(orders(null, 1))
    record.recordSkipped(befallen(orders(1, 2), 'drop'))
    send(orders(2, 3))
    send(befallen(orders(3, 4), 'duplicate'))
    send(befallen(orders(3, 4), 'duplicate'))
    send(orders(4, 5))
    send(orders(5, 7))
    send(orders(5, 6))

    assert.deepEqual(kept(), [
      'null to 1: 1',
      '1 to 2: 1, drop, not sent',
      '2 to 3: 1',
      '3 to 4: 1, duplicate',
      '3 to 4: 1, duplicate',
      '4 to 7: 2',
      '5 to 6: 1',
    ])
    assert.equal(record.sentCount, 7)
  })

  test('is sent once the system has taken it, and what was dropped stands behind what came before', () => {
    const { record, kept } = openHearing()
    const first = record.recordSending(orders(null, 1))
    record.recordSkipped(befallen(orders(1, 2), 'drop'))
    const third = record.recordSending(orders(2, 3))
    assert.deepEqual(kept(), [])

    first?.()
    assert.deepEqual(kept(), ['null to 1: 1', '1 to 2: 1, drop, not sent'])
    third?.()
    assert.deepEqual(kept().at(-1), '2 to 3: 1')
  })

  test('tells of what the system had not taken in the end that it was not sent', () => {
    const { record, kept } = openHearing()
    const [first, second] = [orders(null, 1), orders(1, 2)].map((sent) =>
      record.recordSending(sent),
    )
    record.recordSending(orders(2, 3))
    record.recordSending(heartbeat(3))
    first?.()
    second?.(new Error('write after end'))
    record.recordEnd({ by: 'client' })

    assert.deepEqual(kept(), [
      'null to 1: 1',
      '1 to 3: 2, not sent',
      'heartbeat × 1, not sent',
      'ended by the client',
    ])
    assert.equal(record.sentCount, 1)
  })

  test('tells of what was kept back to the end that it was not sent', () => {
    const { record, send, kept } = openHearing()
    const [first, second] = [orders(null, 1), orders(1, 2)]
    record.recordDelayed(first)
    record.recordDelayed(second)
    assert.deepEqual(kept(), [])

    send(first)
    record.recordEnd({ by: 'client' })
    assert.deepEqual(kept(), ['null to 1: 1', '1 to 2: 1, not sent', 'ended by the client'])
  })

  test('tells who ended it: the venue if that received so first', () => {
    const { record } = openHearing()
    record.recordClosing({ code: 4008, reason: 'resume from 3' })
    record.recordClosing({ code: 1001, reason: 'going away' })
    record.recordEnd({ by: 'client', code: 1006 })

    const { at, ...ending } = record.ended ?? assert.fail()
    assert.deepEqual(ending, { by: 'venue', code: 4008, reason: 'resume from 3' })
  })

  test('has the times at which it was sent, or the venue ended it, however late one hears of them', () => {
    const { clock, record } = openHearing()
    const begin = clock.now()
    const taken = [befallen(orders(null, 1), 'duplicate'), heartbeat(1), heartbeat(1)].map(
      (sent) => {
        clock.advance(10)
        return record.recordSending(sent)
      },
    )
    record.recordDelayed(orders(1, 2))
    clock.advance(10)
    record.recordClosing({ code: 1012, reason: '' })
    clock.advance(1000)
    for (const isTaken of taken) isTaken?.()
    record.recordEnd({ by: 'client', code: 1012 })

    assert.deepEqual(
      record.rows.map(({ kind, at }) => [kind, at - begin]),
      [
        ['orders', 10],
        ['notice', 20],
        ['orders', 40],
        ['end', 40],
      ],
    )
    assert.equal(record.ended?.at, begin + 40)
  })

  test('has the time at which the client ended it', () => {
    const { clock, record } = openHearing()
    clock.advance(5)
    record.recordEnd({ by: 'client' })

    assert.deepEqual(record.ended, { by: 'client', at: clock.now() })
  })

  test('counts heartbeats that say the same, where nothing is in between', () => {
    const { send, record, kept } = openHearing()
    for (const position of [0, 0, 0, 7]) send(heartbeat(position))
    record.recordReceived({ frame: 'ping', bytes: Buffer.from('') })
    send(heartbeat(7))

    assert.deepEqual(kept(), ['heartbeat × 3', 'heartbeat × 1', 'ping', 'heartbeat × 1'])
  })

  test('is at most 1,000 rows, and what fell out is counted', () => {
    const { send, record } = openHearing()
    send(orders(null, 5, 5))
    for (const _ of Array(999)) record.recordReceived({ frame: 'text', text: 'x'.repeat(100) })
    const { weight } = record
    assert.equal(record.dropped, 0)

    send(heartbeat(5))
    assert.deepEqual([record.rows.length, record.dropped], [1000, 5])
    send(heartbeat(6))
    assert.deepEqual([record.rows.length, record.dropped], [1000, 6])
    assert.ok(record.weight < weight)
    assert.deepEqual(record.rows[0]?.id, 3)
  })
})
