import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseView, queryOf } from './view-address.ts'

test('a view survives its URL', () => {
  const query =
    '?venue=mine&status=PENDING&symbol=BTC%2FUSD&clientOrderId=alice&order=x&panel=timeline&only=x&zoom=instants&step=reply-7&entry=7&message=12&at=42'
  assert.equal(queryOf(parseView(query)), query.replace('venue=mine&', 'venue=mine&'))
  assert.equal(parseView(query).at, 42)
})

test('the main venue without a filter has no query', () => {
  assert.equal(queryOf(parseView('')), '')
  assert.equal(parseView('').venue, 'main')
})

test('what is not valid is ignored', () => {
  const { status, at, entry, message } = parseView('?status=LOST&at=-1&entry=x&message=1.5')
  assert.deepEqual([status, at, entry, message], [undefined, undefined, undefined, undefined])
})
