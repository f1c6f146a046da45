import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { mustBe } from './must.ts'

describe('A value that is not what it should be', () => {
  const sentences: [actual: unknown, expected: unknown, sentence: string][] = [
    ['PENDING', 'EXECUTED', 'order 17 should be EXECUTED, but is PENDING'],
    [undefined, 'EXECUTED', 'order 17 should be EXECUTED, but is nothing'],
    [['PENDING'], ['PENDING', 'EXECUTED'], 'order 17 should be PENDING, EXECUTED, but is PENDING'],
    [[], [3], 'order 17 should be 3, but is nothing'],
    [undefined, null, 'order 17 should be null, but is undefined'],
    ['1', 1, "order 17 should be 1, but is '1'"],
    [{ a: 1 }, { a: 2 }, 'order 17 should be { a: 2 }, but is { a: 1 }'],
  ]
  for (const [actual, expected, sentence] of sentences) {
    it(`is named with what it is: ${sentence}`, () => {
      assert.throws(() => mustBe('order 17', actual, expected), { message: sentence })
    })
  }

  it('is shown beside the other if both are long', () => {
    const [actual, expected] = [Array(300).fill(1), Array(300).fill(2)]
    assert.throws(() => mustBe('the positions', actual, expected), {
      message: /^the positions should be other values than it is/,
      actual,
      expected,
    })
  })

  it('is accepted if it is equal', () => {
    mustBe('order 17', { status: ['PENDING'] }, { status: ['PENDING'] })
  })
})
