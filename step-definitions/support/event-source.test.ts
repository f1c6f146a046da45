import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createEventReader } from './event-source.ts'

function eventsIn(...chunks: string[]): string[] {
  const events: string[] = []
  const { read } = createEventReader((data, id) => events.push(`${id} ${data}`))
  for (const chunk of chunks) read(chunk)
  return events
}

it('An event is dispatched when it is complete, wherever the chunks are split', () => {
  const text = 'retry: 1000\nid: 7\n\n: a comment\nid: 8\ndata: {"a": 1}\n\ndata:x\nid:9\n\n'

  assert.deepEqual(eventsIn(text), ['8 {"a": 1}', '9 x'])
  assert.deepEqual(eventsIn(...text), ['8 {"a": 1}', '9 x'])
})

it('Lines may end with CR, LF or CRLF, and data may span several lines', () => {
  assert.deepEqual(eventsIn('data: a\r\ndata: b\r\n\r\n', 'data: c\r\r'), [' a\nb', ' c'])
})

it('An id applies until the next one', () => {
  assert.deepEqual(eventsIn('data: a\nid: 1\n\ndata: b\n\n'), ['1 a', '1 b'])
})

it('An id without data does not count', () => {
  assert.deepEqual(eventsIn('id: 1\n\ndata: a\n\nid: 2\n\n'), [' a'])
})

it('The last event id is that of the last complete event', () => {
  const reader = createEventReader(() => {}, '6')
  reader.read('id: 7\ndata: x\n')
  assert.equal(reader.lastEventId, '6')

  reader.read('\ndata: y\nid: 7@a-log\n\ndata: z\nid: 8\n')
  assert.equal(reader.lastEventId, '7@a-log')
})
