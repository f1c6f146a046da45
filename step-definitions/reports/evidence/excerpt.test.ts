import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { excerptOf, indicesNear, shownOf } from './excerpt.ts'

describe('An excerpt', () => {
  it('is the whole list if that is short enough', () => {
    assert.deepEqual(excerptOf([1, 2, 3], 3), { first: [1, 2, 3], omitted: 0 })
  })

  it('is the beginning of a longer list, with the number of omitted items', () => {
    assert.deepEqual(excerptOf([1, 2, 3, 4, 5], 2), { first: [1, 2], omitted: 3 })
  })
})

describe('The indices near important items', () => {
  const between = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index)

  it('are all of a short list', () => {
    assert.deepEqual(indicesNear([], 120, 120), between(0, 119))
  })

  it('are both ends of a long list, and what surrounds an important item', () => {
    assert.deepEqual(indicesNear([5000], 10_000, 120), [
      ...between(0, 29),
      ...between(4995, 5005),
      ...between(9970, 9999),
    ])
  })

  it('prefer the first of many important items, and stay few', () => {
    const indices = indicesNear([9000, ...between(100, 8000)], 10_000, 120)
    assert.equal(indices.length, 120)
    assert.ok(indices.includes(9000) && indices.includes(100) && !indices.includes(8000))
  })
})

describe('A shown text', () => {
  it('is the whole text if that is short enough', () => {
    assert.deepEqual(shownOf('[1,2]', 5), { text: '[1,2]' })
  })

  it('is cut between the items of a JSON list', () => {
    assert.deepEqual(shownOf('[100,200,300]', 8), { text: '[100,200]', omitted: '1 more' })
  })

  it('is cut after that many characters otherwise', () => {
    const omitted = '4 more characters'
    for (const text of ['{"a": 12}', '[not JSON', '["along"]']) {
      assert.deepEqual(shownOf(text, 5), { text: text.slice(0, 5), omitted })
    }
  })
})
