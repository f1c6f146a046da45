import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { excerptOf, shownItems, shownOf } from './excerpt.ts'

describe('An excerpt', () => {
  it('is the whole of a list that is short enough', () => {
    assert.deepEqual(excerptOf([1, 2, 3], 2, 1), { first: [1, 2, 3], left: 0, last: [] })
  })

  it('is the beginning and the end of a longer one, and tells how many are left out', () => {
    const excerpt = excerptOf([1, 2, 3, 4, 5], 2, 1)
    assert.deepEqual(excerpt, { first: [1, 2], left: 2, last: [5] })
    assert.deepEqual(shownItems(excerpt), [1, 2, 5])
  })

  it('may have no end', () => {
    assert.deepEqual(excerptOf([1, 2, 3], 2, 0), { first: [1, 2], left: 1, last: [] })
  })
})

describe('What is shown of a text', () => {
  it('is all of a short one', () => {
    assert.deepEqual(shownOf('[1,2]', 5), { text: '[1,2]' })
  })

  it('is so many items of a list in JSON', () => {
    assert.deepEqual(shownOf('[100,200,300]', 8), { text: '[100,200]', left: '1 more' })
  })

  it('is so many characters of all else', () => {
    const left = '4 more characters'
    for (const text of ['{"a": 12}', '[not JSON', '["along"]']) {
      assert.deepEqual(shownOf(text, 5), { text: text.slice(0, 5), left })
    }
  })
})
