import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { cpuMsOf } from '../test/support/cpu-time.ts'
import { entityTag, readEntityTags } from './entity-tags.ts'

const of = (strong: string[], all = strong) => ({ strong, all })

describe('A list of entity tags', () => {
  const readings = {
    '"1"': of(['1']),
    '"1", "2"': of(['1', '2']),
    '"1","2"': of(['1', '2']),
    ' \t"1" ,\t"2" ': of(['1', '2']),
    'W/"1"': of([], ['1']),
    'W/"1", "2"': of(['2'], ['1', '2']),
    '"a,b", "c"': of(['a,b', 'c']),
    '"a, \\"': undefined,
    '"a\\", "b"': of(['a\\', 'b']),
    '"W/"': of(['W/']),
    '""': of(['']),
    '"\u00e9"': of(['\u00e9']),
    '*': '*',
    ' * ': '*',
  } as const

  for (const [field, tags] of Object.entries(readings)) {
    test(`is parsed as RFC 9110, section 8.8.3, says: ${field}`, () => {
      assert.deepEqual(readEntityTags(field), tags)
    })
  }

  test('may have empty elements (RFC 9110, section 5.6.1.2)', () => {
    for (const field of [',"1"', '"1",', '"1", ,"2"', ' , ,"1"']) {
      assert.notEqual(readEntityTags(field), undefined, field)
    }
    assert.deepEqual(readEntityTags('"1",, ,"2",'), of(['1', '2']))
    assert.deepEqual(readEntityTags(''), of([]))
    assert.deepEqual(readEntityTags(' , '), of([]))
  })

  test('is refused in any other form', () => {
    const junk = [
      '1',
      '"1',
      '1"',
      '"1" "2"',
      '"1""2"',
      'w/"1"',
      'W/ "1"',
      'W/*',
      '*, "1"',
      '"1", *',
    ]
    for (const field of [...junk, '"1 2"', '"1\n"', '"\u0100"', "'1'", '"1";"2"', '"1", 2']) {
      assert.equal(readEntityTags(field), undefined, field)
    }
  })

  test('is read as it was written, whatever the tags are', () => {
    const opaque = fc.stringMatching(/^[\x21\x23-\x7e\x80-\xff]*$/)
    const separator = fc.stringMatching(/^[ \t]*,[ \t,]*$/)
    fc.assert(
      fc.property(fc.array(opaque, { minLength: 1 }), separator, (tags, comma) => {
        const field = tags.map((tag) => `"${tag}"`).join(comma)
        assert.deepEqual(readEntityTags(field), of(tags))
      }),
    )
  })

  test('is parsed in linear time, even if it is hostile', () => {
    const length = 64 * 1024
    const tookMs = cpuMsOf(() => {
      for (const costly of [' ', ',', ' ,', '"1" ', '"1",', 'W/', '"', '"1" , ']) {
        assert.equal(readEntityTags(`${costly.repeat(length / costly.length)}x`), undefined)
      }
    })
    assert.ok(tookMs < 1000, `${tookMs} ms`)
  })
})

test('The tag of a version is read as that version', () => {
  assert.equal(entityTag(2), '"2"')
  assert.deepEqual(readEntityTags(entityTag(2)), of(['2']))
})
