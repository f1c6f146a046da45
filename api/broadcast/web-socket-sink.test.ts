import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { WebSocket } from 'ws'
import { createVirtualClock } from '../../engine/index.ts'
import { ConnectionRecord } from '../journal/connection-record.ts'
import type { FrameRow } from '../journal/frames.ts'
import { createWebSocketSink } from './web-socket-sink.ts'

/** A sink on a connection that is there only in so far as the sink looks at it. */
function openSink() {
  const clock = createVirtualClock()
  const said: string[] = []
  const socket = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    ping: () => said.push('ping'),
    close(code: number, reason: string) {
      socket.readyState = 2
      said.push(`${code} ${reason}`)
    },
    terminate: () => said.push('terminated'),
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
    /** As far as bytes are concerned, nothing waits any more. */
    breakOff: () => Object.assign(connection, { writable: false, writableLength: 0 }),
  }
  const wanted = { after: 0, filter: { matches: () => true } }
  const record = new ConnectionRecord(wanted, clock, () => {})
  const sink = createWebSocketSink(
    socket as unknown as WebSocket,
    connection as unknown as Socket,
    { clock, record },
  )
  return { clock, said, socket, connection, sink, record }
}

const isSent = (frames: FrameRow) => ('isSent' in frames ? frames.isSent : undefined)

test('one who answers pings is asked again and again', () => {
  const { said, socket, sink } = openSink()
  for (let times = 0; times < 3; times++) {
    sink.ping()
    socket.emit('pong')
  }

  assert.deepEqual(said, ['ping', 'ping', 'ping'])
})

test('one who does not is sent why it has to go, and cut off when it does not go', () => {
  const { clock, said, sink } = openSink()
  sink.ping()
  sink.ping()
  assert.deepEqual(said, ['ping', '4009 no pong'])

  clock.advance(5000)
  assert.deepEqual(said.at(-1), 'terminated')
})

test('one who reads on the way to its closeReason is given a minute', () => {
  const { clock, said, connection, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  sink.close({ code: 4008, reason: 'resume from 42' })
  for (let times = 0; times < 3; times++) {
    clock.advance(14_000)
    connection.writableLength -= 100
    clock.advance(1000)
  }
  clock.advance(14_999)
  assert.deepEqual(said, ['4008 resume from 42'])

  clock.advance(1)
  assert.deepEqual(said.at(-1), 'terminated')
})

test('a long write shows that one reads before it is done', () => {
  const { clock, said, connection, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  connection._handle.writeQueueSize = 1000
  sink.close({ code: 4008, reason: 'resume from 42' })
  connection._handle.writeQueueSize = 700
  clock.advance(15_000)
  assert.deepEqual(said, ['4008 resume from 42'])

  clock.advance(15_000)
  assert.deepEqual(said.at(-1), 'terminated')
})

test('one who reads nothing on the way to its closeReason is given 15 s', () => {
  const { clock, said, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  sink.close({ code: 4008, reason: 'resume from 42' })
  clock.advance(14_999)
  assert.deepEqual(said, ['4008 resume from 42'])

  clock.advance(1)
  assert.deepEqual(said.at(-1), 'terminated')
})

test('one whose closeReason only the system has yet is given a minute', () => {
  const { clock, said, connection, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  sink.close({ code: 4008, reason: 'resume from 42' })
  connection.writableLength = 0
  clock.advance(59_999)
  assert.deepEqual(said, ['4008 resume from 42'])

  clock.advance(1)
  assert.deepEqual(said.at(-1), 'terminated')
})

test('one who is sent to go and goes is not cut off', () => {
  const { clock, socket, sink } = openSink()
  sink.close({ code: 4008, reason: 'resume from 42' })
  socket.emit('close')

  assert.equal(clock.nextDue(), undefined)
})

test('one who is behind and reads is alive, though the pings are still on their way', () => {
  const { said, connection, sink } = openSink()
  sink.send(Buffer.alloc(1000))
  sink.ping()
  for (let times = 0; times < 3; times++) {
    connection.writableLength -= 100
    sink.ping()
  }
  assert.deepEqual(said, ['ping', 'ping', 'ping', 'ping'])

  sink.ping()
  assert.deepEqual(said.at(-1), '4009 no pong')
})

test('nothing is sent after the closeReason, and a journal tells so', () => {
  const { connection, sink, record } = openSink()
  sink.close({ code: 1001, reason: 'going away' })
  sink.send(Buffer.alloc(10), undefined, { type: 'going-away' })
  assert.equal(connection.bytesWritten, 0)

  record.recordEnd({ by: 'client' })
  assert.deepEqual(record.rows.map(isSent), [false, undefined])
})

test('a journal takes nothing for sent that is written to a connection that broke', () => {
  const { connection, sink, record } = openSink()
  connection.breakOff()
  sink.send(Buffer.alloc(10), undefined, { type: 'going-away' })

  record.recordEnd({ by: 'client' })
  assert.deepEqual(record.rows.map(isSent), [false, undefined])
})
