import assert from 'node:assert/strict'
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { Hearing } from '../journal/connection-record.ts'
import { createEventStreamSink, createEventStreamWire } from './event-stream-sink.ts'

/** A sink whose reply is not on its way to anybody yet. */
function openSink() {
  const clock = createVirtualClock()
  const reply = new ServerResponse(new IncomingMessage(new Socket()))
  const failures: Error[] = []
  reply.on('error', (failure) => failures.push(failure))
  const hearing = new Hearing({ after: 0, filter: { lets: () => true } }, clock, () => {})
  const wire = createEventStreamWire('a-log')
  const sink = createEventStreamSink(reply, { wire, clock, hearing })
  return { sink, hearing, failures }
}

test('nothing is sent after the end of the reply, and a journal tells so', async () => {
  const { sink, hearing, failures } = openSink()
  sink.close({ code: 1012, reason: 'service restart' })
  sink.send(Buffer.from(':\n\n'), undefined, { type: 'going-away' })
  await sink.delivered()
  // Node tells of a write after the end in its next tick.
  await new Promise(setImmediate)
  assert.deepEqual(failures, [])

  hearing.ends({ by: 'client' })
  assert.deepEqual(
    hearing.frames.map((frames) => 'isSent' in frames && frames.isSent),
    [false, false],
  )
})
