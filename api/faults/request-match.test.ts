import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createKeyGenerator } from './request-match.ts'

/** Names of cancellations. */
function openNames() {
  const nameOf = createKeyGenerator()
  return (orderId: string) => nameOf({ endpoint: 'DELETE /orders/{orderId}', orderId })
}

describe('The name of a request', () => {
  test('is another for each order, and each time it is asked', () => {
    const nameOf = openNames()
    const names = ['a', 'b', 'a', 'b', 'a'].map(nameOf)

    assert.equal(new Set(names).size, 5)
    const again = openNames()
    assert.deepEqual(['b', 'a', 'a', 'a', 'b'].map(again).toSorted(), names.toSorted())
  })

  test('begins again once 10,000 other kinds came after it, so that memory has an end', () => {
    const nameOf = openNames()
    const askOthers = (count: number, letter: string) => {
      for (let other = 0; other < count; other++) nameOf(`${letter}${other}`)
    }
    const names = [nameOf('a')]
    for (const letter of ['b', 'c']) {
      askOthers(9999, letter)
      names.push(nameOf('a'))
    }
    assert.equal(new Set(names).size, 3)

    askOthers(10_000, 'd')
    assert.equal(nameOf('a'), names[0])
  })

  test('is no longer than that of any order, however long a text is asked for', () => {
    const nameOf = openNames()
    assert.ok(nameOf('x'.repeat(8000)).length < 100)
  })
})
