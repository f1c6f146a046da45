import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { matchesPattern } from './criteria.ts'

test('a pattern with many stars takes at most its length times the length of the text', () => {
  // Trying every star again would take forever.
  const pattern = `${'a*'.repeat(32)}b`
  assert.equal(matchesPattern(pattern, 'a'.repeat(8192)), false)
  assert.equal(matchesPattern(pattern, `${'a'.repeat(8192)}b`), true)
})

test('a pattern matches what the equivalent regular expression matches', () => {
  const letters = fc.constantFrom('a', 'b', '.', '-')
  const pattern = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { maxLength: 8 })
  const text = fc.array(letters, { maxLength: 10 })
  const meaning: Record<string, string> = { '*': '.*', '?': '.', '.': '\\.' }
  fc.assert(
    fc.property(pattern, text, (signs, characters) => {
      const expected = new RegExp(`^${signs.map((sign) => meaning[sign] ?? sign).join('')}$`)
      const name = characters.join('')
      assert.equal(matchesPattern(signs.join(''), name), expected.test(name))
    }),
  )
})
