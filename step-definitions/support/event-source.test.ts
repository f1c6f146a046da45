import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createEventReader } from './event-source.ts'

function heardOf(...chunks: string[]): string[] {
  const heard: string[] = []
  const { read } = createEventReader((data, id) => heard.push(`${id} ${data}`))
  for (const chunk of chunks) read(chunk)
  return heard
}

it('An event is heard when it is whole, wherever its bytes are cut', () => {
  const text = 'retry: 1000\nid: 7\n\n: a comment\nid: 8\ndata: {"a": 1}\n\ndata:x\nid:9\n\n'

  assert.deepEqual(heardOf(text), ['8 {"a": 1}', '9 x'])
  assert.deepEqual(heardOf(...text), ['8 {"a": 1}', '9 x'])
})

it('Lines may end as they like, and data may have several', () => {
  assert.deepEqual(heardOf('data: a\r\ndata: b\r\n\r\n', 'data: c\r\r'), [' a\nb', ' c'])
})

it('An id counts until there is another one', () => {
  assert.deepEqual(heardOf('data: a\nid: 1\n\ndata: b\n\n'), ['1 a', '1 b'])
})

it('An id without data does not count', () => {
  assert.deepEqual(heardOf('id: 1\n\ndata: a\n\nid: 2\n\n'), [' a'])
})

it('What is sent on coming back is the id of the last whole event', () => {
  const reader = createEventReader(() => {}, '6')
  reader.read('id: 7\ndata: x\n')
  assert.equal(reader.lastEventId, '6')

  reader.read('\ndata: y\nid: 7@a-log\n\ndata: z\nid: 8\n')
  assert.equal(reader.lastEventId, '7@a-log')
})
