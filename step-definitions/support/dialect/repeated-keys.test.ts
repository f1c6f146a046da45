import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { repeatedKeysIn } from './repeated-keys.ts'

describe('A duplicate key in an object', () => {
  const texts: [text: string, pointers: string[]][] = [
    ['{"a":1,"a":2}', ['/a']],
    ['{"a":1,"a":2,"a":3}', ['/a']],
    [String.raw`{"a":1,"\u0061":2}`, ['/a']],
    ['{"x":{"a/b~":1,"a/b~":2}}', ['/x/a~1b~0']],
    ['{"x":[1,"a",{"a":[],"a" : {}}]}', ['/x/2/a']],
    ['[{"a":{"b":1}},{"b":1,"b":2}]', ['/1/b']],
  ]
  for (const [text, pointers] of texts) {
    it(`is found, with its place: ${text}`, () => {
      assert.deepEqual(repeatedKeysIn(text), pointers)
    })
  }

  const harmless = [
    '{"a":{"a":1},"b":{"a":1}}',
    '[{"a":1},{"a":1}]',
    String.raw`{"a":"\"a\":1,\"a\":2","b":"}","c":["a:","a:"]}`,
    '"a"',
    '{}',
  ]
  for (const text of harmless) {
    it(`is not found in ${text}`, () => assert.deepEqual(repeatedKeysIn(text), []))
  }
})
