import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRingBuffer } from './ring-buffer.ts'

test('a ring buffer keeps the last items under their numbers', () => {
  const buffer = createRingBuffer<string>(3)
  for (const item of ['a', 'b', 'c', 'd']) buffer.add(item)

  assert.deepEqual([buffer.first, buffer.end], [1, 4])
  assert.deepEqual(
    [buffer.at(0), buffer.at(1), buffer.at(3), buffer.at(4)],
    [undefined, 'b', 'd', undefined],
  )
  assert.deepEqual([...buffer.from()], ['b', 'c', 'd'])
  assert.deepEqual([...buffer.from(3)], ['d'])
})
