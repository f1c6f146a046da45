import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { WebSocket } from 'ws'
import { createVirtualClock } from '../../engine/index.ts'
import { ConnectionRecord } from '../journal/connection-record.ts'
import type { FrameRow } from '../journal/frames.ts'
import { createWebSocketSink } from './web-socket-sink.ts'

/** A sink on a fake socket and connection. */
function openSink() {
  const clock = createVirtualClock()
  const calls: string[] = []
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    ping: () => calls.push('ping'),
    close(code: number, reason: string) {
      socket.readyState = 2
      calls.push(`${code} ${reason}`)
    },
    terminate: () => calls.push('terminated'),
  })
  const connection = {
    bytesWritten: 0,
    writableLength: 0,
    _handle: { writeQueueSize: 0 },
    writable: true,
    write(bytes: Buffer, onFlushed?: (failure?: Error) => void) {
      if (!connection.writable) onFlushed?.(new Error('it is destroyed'))
      else {
        connection.bytesWritten += bytes.length
        connection.writableLength += bytes.length
      }
    },
    /** Node reports no waiting bytes after a connection broke. */
    breakOff: () => Object.assign(connection, { writable: false, writableLength: 0 }),
  }
  const allOrders = { after: 0, filter: { matches: () => true } }
  const record = new ConnectionRecord(allOrders, clock, () => {})
  const sink = createWebSocketSink(
    socket as unknown as WebSocket,
    connection as unknown as Socket,
    { clock, record },
  )
  return { clock, calls, socket, connection, sink, record }
}

const isSent = (row: FrameRow) => ('isSent' in row ? row.isSent : undefined)

test('A client that answers pings is pinged again', () => {
  const { calls, socket, sink } = openSink()
  for (let times = 0; times < 3; times++) {
    sink.ping()
    socket.emit('pong')
  }

  assert.deepEqual(calls, ['ping', 'ping', 'ping'])
})

test('A client that answers no ping is sent a close frame, and terminated after 5 s', () => {
  const { clock, calls, sink } = openSink()
  sink.ping()
  sink.ping()
  assert.deepEqual(calls, ['ping', '4009 no pong'])

  clock.advance(5000)
  assert.deepEqual(calls.at(-1), 'terminated')
})

test('A closing client that keeps reading is terminated after a minute', () => {
  const { clock, calls, connection, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  sink.close({ code: 4008, reason: 'resume from 42' })
  for (let times = 0; times < 3; times++) {
    clock.advance(14_000)
    connection.writableLength -= 100
    clock.advance(1000)
  }
  clock.advance(14_999)
  assert.deepEqual(calls, ['4008 resume from 42'])

  clock.advance(1)
  assert.deepEqual(calls.at(-1), 'terminated')
})

test('Progress within a long write counts as reading', () => {
  const { clock, calls, connection, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  connection._handle.writeQueueSize = 1000
  sink.close({ code: 4008, reason: 'resume from 42' })
  connection._handle.writeQueueSize = 700
  clock.advance(15_000)
  assert.deepEqual(calls, ['4008 resume from 42'])

  clock.advance(15_000)
  assert.deepEqual(calls.at(-1), 'terminated')
})

test('A closing client that reads nothing is terminated after 15 s', () => {
  const { clock, calls, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  sink.close({ code: 4008, reason: 'resume from 42' })
  clock.advance(14_999)
  assert.deepEqual(calls, ['4008 resume from 42'])

  clock.advance(1)
  assert.deepEqual(calls.at(-1), 'terminated')
})

test('A closing client is terminated after a minute if the system has accepted all bytes', () => {
  const { clock, calls, connection, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  sink.close({ code: 4008, reason: 'resume from 42' })
  connection.writableLength = 0
  clock.advance(59_999)
  assert.deepEqual(calls, ['4008 resume from 42'])

  clock.advance(1)
  assert.deepEqual(calls.at(-1), 'terminated')
})

test('A client that closes is not terminated', () => {
  const { clock, socket, sink } = openSink()
  sink.close({ code: 4008, reason: 'resume from 42' })
  socket.emit('close')

  assert.equal(clock.nextDue(), undefined)
})

test('A slow client that reads is alive, even if it has not received the pings yet', () => {
  const { calls, connection, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  sink.ping()
  for (let times = 0; times < 3; times++) {
    connection.writableLength -= 100
    sink.ping()
  }
  assert.deepEqual(calls, ['ping', 'ping', 'ping', 'ping'])

  sink.ping()
  assert.deepEqual(calls.at(-1), '4009 no pong')
})

test('A message after the close frame is not sent, and the record says so', () => {
  const { connection, sink, record } = openSink()
  sink.close({ code: 1001, reason: 'going away' })
  sink.send(Buffer.alloc(10), undefined, { type: 'going-away' })
  assert.equal(connection.bytesWritten, 0)

  record.recordEnd({ by: 'client' })
  assert.deepEqual(record.rows.map(isSent), [false, undefined])
})

test('A message on a broken connection is recorded as not sent', () => {
  const { connection, sink, record } = openSink()
  connection.breakOff()
  sink.send(Buffer.alloc(10), undefined, { type: 'going-away' })

  record.recordEnd({ by: 'client' })
  assert.deepEqual(record.rows.map(isSent), [false, undefined])
})
