import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { ConnectionRecord } from '../journal/connection-record.ts'
import { createEventStreamEncoding, createEventStreamSink } from './event-stream-sink.ts'

/** A sink whose reply has no connection. */
function openSink() {
  const clock = createVirtualClock()
  const reply = new ServerResponse(new IncomingMessage(new Socket()))
  const failures: Error[] = []
  reply.on('error', (failure) => failures.push(failure))
  const record = new ConnectionRecord(
    { after: 0, filter: { matches: () => true } },
    clock,
    () => {},
  )
  const encoding = createEventStreamEncoding('a-log')
  const sink = createEventStreamSink(reply, { encoding, clock, record })
  return { sink, record, failures }
}

test('A message after the end of the reply is not sent, and the record says so', async () => {
  const { sink, record, failures } = openSink()
  sink.close({ code: 1012, reason: 'service restart' })
  sink.send(Buffer.from(':\n\n'), undefined, { type: 'going-away' })
  await sink.delivered()
  // Node reports a write after the end in the next tick.
  await new Promise(setImmediate)
  assert.deepEqual(failures, [])

  record.recordEnd({ by: 'client' })
  assert.deepEqual(
    record.rows.map((row) => 'isSent' in row && row.isSent),
    [false, false],
  )
})
