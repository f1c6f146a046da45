import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { ConnectionRecord } from './connection-record.ts'
import type { FrameRow, Sent, SentOrders } from './frames.ts'

function createRecord() {
  const clock = createVirtualClock()
  const record = new ConnectionRecord(
    { after: 0, filter: { matches: () => true } },
    clock,
    () => {},
  )
  /** Sends a message that the system accepts at once. */
  const send = (sent: Sent) => record.recordSending(sent)?.()
  const rows = () => record.rows.map(describeRow)
  return { clock, record, send, rows }
}

function describeRow(row: FrameRow): string {
  switch (row.kind) {
    case 'orders': {
      const { previous, position, count, fault } = row.orders
      const does = fault ? `, ${fault.does}` : ''
      return `${previous} to ${position}: ${count}${does}${sentOrNot(row)}`
    }
    case 'notice':
      return `${row.notice.type} × ${row.times}${sentOrNot(row)}`
    case 'received':
      return row.received.frame
    case 'end':
      return `ended by the ${row.ending.by}`
  }
}

const sentOrNot = ({ isSent }: { readonly isSent: boolean }) => (isSent ? '' : ', not sent')

const orders = (previous: number | null, position: number, count = 1): SentOrders => ({
  type: 'order',
  previous,
  position,
  count,
})

const withFault = (sent: SentOrders, does: 'drop' | 'duplicate' | 'cut'): SentOrders => ({
  ...sent,
  fault: { rule: 'stream-fault-1', does },
})

const heartbeat = (position: number) =>
  ({ type: 'heartbeat', position, previous: null }) as const satisfies Sent

describe('The record of a connection', () => {
  test('keeps consecutive messages in one row', () => {
    const { record, send, rows } = createRecord()
    send(orders(null, 3, 3))
    for (let position = 4; position <= 10_000; position++) send(orders(position - 1, position))

    assert.deepEqual(rows(), ['null to 10000: 10000'])
    assert.equal(record.sentCount, 10_000)
  })

  test('keeps a message with a fault in a row of its own', () => {
    const { record, send, rows } = createRecord()
    send(orders(null, 1))
    record.recordSkipped(withFault(orders(1, 2), 'drop'))
    send(orders(2, 3))
    send(withFault(orders(3, 4), 'duplicate'))
    send(withFault(orders(3, 4), 'duplicate'))
    send(orders(4, 5))
    send(orders(5, 7))
    send(orders(5, 6))

    assert.deepEqual(rows(), [
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

  test('keeps a message once the system accepts it, and a dropped message after those before it', () => {
    const { record, rows } = createRecord()
    const first = record.recordSending(orders(null, 1))
    record.recordSkipped(withFault(orders(1, 2), 'drop'))
    const third = record.recordSending(orders(2, 3))
    assert.deepEqual(rows(), [])

    first?.()
    assert.deepEqual(rows(), ['null to 1: 1', '1 to 2: 1, drop, not sent'])
    third?.()
    assert.deepEqual(rows().at(-1), '2 to 3: 1')
  })

  test('marks messages as not sent that the system had not accepted at the end', () => {
    const { record, rows } = createRecord()
    const [first, second] = [orders(null, 1), orders(1, 2)].map((sent) =>
      record.recordSending(sent),
    )
    record.recordSending(orders(2, 3))
    record.recordSending(heartbeat(3))
    first?.()
    second?.(new Error('write after end'))
    record.recordEnd({ by: 'client' })

    assert.deepEqual(rows(), [
      'null to 1: 1',
      '1 to 3: 2, not sent',
      'heartbeat × 1, not sent',
      'ended by the client',
    ])
    assert.equal(record.sentCount, 1)
  })

  test('marks messages as not sent that were still delayed at the end', () => {
    const { record, send, rows } = createRecord()
    const [first, second] = [orders(null, 1), orders(1, 2)]
    record.recordDelayed(first)
    record.recordDelayed(second)
    assert.deepEqual(rows(), [])

    send(first)
    record.recordEnd({ by: 'client' })
    assert.deepEqual(rows(), ['null to 1: 1', '1 to 2: 1, not sent', 'ended by the client'])
  })

  test('says that the venue ended the connection if it closed first, and how it closed first', () => {
    const { record } = createRecord()
    record.recordClosing({ code: 4008, reason: 'resume from 3' })
    record.recordClosing({ code: 1001, reason: 'going away' })
    record.recordEnd({ by: 'client', code: 1006 })

    const { at, ...ending } = record.ended ?? assert.fail()
    assert.deepEqual(ending, { by: 'venue', code: 4008, reason: 'resume from 3' })
  })

  test('keeps the time of sending and closing, however late the system confirms them', () => {
    const { clock, record } = createRecord()
    const begin = clock.now()
    const taken = [withFault(orders(null, 1), 'duplicate'), heartbeat(1), heartbeat(1)].map(
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

  test('keeps the time at which the client ended the connection', () => {
    const { clock, record } = createRecord()
    clock.advance(5)
    record.recordEnd({ by: 'client' })

    assert.deepEqual(record.ended, { by: 'client', at: clock.now() })
  })

  test('counts equal consecutive heartbeats', () => {
    const { send, record, rows } = createRecord()
    for (const position of [0, 0, 0, 7]) send(heartbeat(position))
    record.recordReceived({ frame: 'ping', bytes: Buffer.from('') })
    send(heartbeat(7))

    assert.deepEqual(rows(), ['heartbeat × 3', 'heartbeat × 1', 'ping', 'heartbeat × 1'])
  })

  test('keeps 1,000 rows, and counts what it dropped', () => {
    const { send, record } = createRecord()
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
