import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createKeyGenerator } from './request-match.ts'

/** Generates keys of cancel requests. */
function createCancelKeys() {
  const keyOf = createKeyGenerator()
  return (orderId: string) => keyOf({ endpoint: 'DELETE /orders/{orderId}', orderId })
}

describe('The key of a request', () => {
  test('differs between orders and between retries, and does not depend on interleaving', () => {
    const keyOf = createCancelKeys()
    const keys = ['a', 'b', 'a', 'b', 'a'].map(keyOf)

    assert.equal(new Set(keys).size, 5)
    const again = createCancelKeys()
    assert.deepEqual(['b', 'a', 'a', 'a', 'b'].map(again).toSorted(), keys.toSorted())
  })

  test('starts over after 10,000 other kinds of requests, so that memory is bounded', () => {
    const keyOf = createCancelKeys()
    const generateOthers = (count: number, letter: string) => {
      for (let other = 0; other < count; other++) keyOf(`${letter}${other}`)
    }
    const keys = [keyOf('a')]
    for (const letter of ['b', 'c']) {
      generateOthers(9999, letter)
      keys.push(keyOf('a'))
    }
    assert.equal(new Set(keys).size, 3)

    generateOthers(10_000, 'd')
    assert.equal(keyOf('a'), keys[0])
  })

  test('has a bounded length, even if the request names a very long order id', () => {
    const keyOf = createCancelKeys()
    assert.ok(keyOf('x'.repeat(8000)).length < 100)
  })
})
