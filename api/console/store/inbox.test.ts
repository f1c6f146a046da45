import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createInbox } from './inbox.ts'

test('an inbox hands on what arrived since the last time', () => {
  const inbox = createInbox(10)
  inbox.add('a')
  inbox.add('b')
  assert.deepEqual(inbox.take(), ['a', 'b'])
  assert.deepEqual(inbox.take(), [])
})

test('a full inbox drops the oldest', () => {
  const inbox = createInbox(8)
  for (let number = 1; number <= 1000; number++) inbox.add(`${number}`)
  const kept = inbox.take()

  assert.ok(kept.length <= 8 && kept.length >= 6, `${kept.length}`)
  assert.equal(kept.at(-1), '1000')
})
