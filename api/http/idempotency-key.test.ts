import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { IdempotencyKey } from './idempotency.ts'

const keyIn = (header: string) => IdempotencyKey.safeParse(header).data

describe('An idempotency key', () => {
  test('is the same with and without quotes, and only quoted keys have escapes', () => {
    assert.equal(keyIn('"8e03978e-40d5"'), '8e03978e-40d5')
    assert.equal(keyIn('8e03978e-40d5'), '8e03978e-40d5')
    assert.equal(keyIn('"a\\"b\\\\c"'), 'a"b\\c')
    assert.equal(keyIn('a"b\\c'), 'a"b\\c')
  })

  test('has 1 to 255 visible characters', () => {
    const longest = 'x'.repeat(255)
    const escaped = '\\"'.repeat(255)

    for (const good of [longest, `"${longest}"`, `"${escaped}"`, '1', '!', '~', 'a,b', "'a'"]) {
      assert.notEqual(keyIn(good), undefined, good)
    }
    for (const none of [
      ...['', '""', `${longest}x`, `"${longest}x"`, `"${escaped}\\""`],
      ...['a b', '"a b"', ' a', 'a\t', '\x7f', 'é', '"é"', '💥', 'a\n', '"a"\n'],
      ...['"', '"a', '"a""', '"a"b', '"a"b"', '"a\\"', '"a\\b"', '"a";v=1'],
      // Two headers, as Node joins them.
      ...['a, a', '"a", "a"', '"a, b"'],
    ]) {
      assert.equal(keyIn(none), undefined, none)
    }
  })
})
