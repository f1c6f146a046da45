import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { excerptOf, shownItems, shownOf } from './excerpt.ts'

describe('An excerpt', () => {
  it('is the whole list if that is short enough', () => {
    assert.deepEqual(excerptOf([1, 2, 3], 2, 1), { first: [1, 2, 3], omitted: 0, last: [] })
  })

  it('is the beginning and the end of a longer list, with the number of omitted items', () => {
    const excerpt = excerptOf([1, 2, 3, 4, 5], 2, 1)
    assert.deepEqual(excerpt, { first: [1, 2], omitted: 2, last: [5] })
    assert.deepEqual(shownItems(excerpt), [1, 2, 5])
  })

  it('may omit the end', () => {
    assert.deepEqual(excerptOf([1, 2, 3], 2, 0), { first: [1, 2], omitted: 1, last: [] })
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
