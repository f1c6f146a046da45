import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linesBeside } from './lines-beside.ts'

describe('Two texts side by side', () => {
  it('put equal lines in one row', () => {
    assert.deepEqual(linesBeside('a\nb\nc', 'a\nx\nc'), [
      { expected: 'a', got: 'a' },
      { expected: 'b', got: 'x' },
      { expected: 'c', got: 'c' },
    ])
  })

  it('leave a gap for a missing line', () => {
    assert.deepEqual(linesBeside('a\nb\nc', 'a\nc'), [
      { expected: 'a', got: 'a' },
      { expected: 'b', got: undefined },
      { expected: 'c', got: 'c' },
    ])
    assert.deepEqual(linesBeside('a', 'a\nb')[1], { expected: undefined, got: 'b' })
    assert.deepEqual(linesBeside('a\nb', 'a')[1], { expected: 'b' })
  })
})
