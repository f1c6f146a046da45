import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createOrdinalSet } from './ordinal-set.ts'

test('an ordinal set finds what a plain set finds', () => {
  // Large ordinals add levels, also to a set that is empty again.
  const ordinal = fc.oneof(
    fc.nat(100),
    fc.nat(40_000),
    fc.constantFrom(0, 31, 32, 1023, 1024, 32768),
  )
  const change = fc.record({ ordinal, add: fc.boolean() })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), fc.array(ordinal), (changes, asked) => {
      const set = createOrdinalSet()
      const plain = new Set<number>()
      for (const { ordinal, add } of changes) {
        if (add) {
          set.add(ordinal)
          plain.add(ordinal)
        } else {
          set.delete(ordinal)
          plain.delete(ordinal)
        }
      }
      for (const bound of [...asked, 10 ** 6, Number.MAX_SAFE_INTEGER]) {
        const below = [...plain].filter((member) => member < bound)
        assert.equal(set.below(bound), Math.max(-1, ...below), `below ${bound}`)
      }
    }),
  )
})
