import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createChance } from '../chance/chance.ts'
import { createVirtualClock } from '../time/clock.ts'
import { createRules } from './rules.ts'

/** Rules on letters. A rule matches one letter, or all. */
function open() {
  const clock = createVirtualClock()
  const rules = createRules<{ letter?: string }, string, string>({
    clock,
    chance: createChance('a seed'),
    purpose: 'rule',
    matches: ({ letter }, subject) => (letter ?? subject) === subject,
    fieldsOf: (letter) => ({ letter }),
  })
  const actionFor = (subject: string, key = subject) => rules.first(subject, key)?.action
  return { clock, rules, actionFor }
}

describe('In a set of rules', () => {
  test('the first that matches applies, or none', () => {
    const { rules, actionFor } = open()
    rules.add({ match: { letter: 'a' }, action: 'one' })
    rules.add({ match: {}, action: 'two' })
    rules.add({ match: { letter: 'b' }, action: 'three' })

    assert.deepEqual(
      ['a', 'b'].map((letter) => actionFor(letter)),
      ['one', 'two'],
    )
    rules.clear()
    assert.equal(actionFor('a'), undefined)
  })

  test('a rule applies a limited number of times, until it expires, or to the nth match', () => {
    const { clock, rules, actionFor } = open()
    rules.add({ match: { letter: 'a' }, action: 'twice', times: 2 })
    rules.add({ match: { letter: 'b', nth: 2 }, action: 'second' })
    rules.add({ match: { letter: 'c' }, action: 'early', expiresAt: clock.now() + 100 })

    assert.deepEqual(
      ['a', 'a', 'a'].map((letter) => actionFor(letter)),
      ['twice', 'twice', undefined],
    )
    assert.deepEqual(
      ['b', 'b', 'b'].map((letter) => actionFor(letter)),
      [undefined, 'second', undefined],
    )
    clock.advance(99)
    assert.equal(actionFor('c'), 'early')
    clock.advance(1)
    assert.equal(actionFor('c'), undefined)
    assert.deepEqual(
      rules.list().map(({ seen, hits }) => [seen, hits]),
      [
        [2, 2],
        [3, 1],
        [1, 1],
      ],
    )
  })

  test('chance decides by the key alone, with the given probability', () => {
    const { rules, actionFor } = open()
    rules.add({ match: { probability: 0.25 }, action: 'hit' })
    const keys = Array.from({ length: 2000 }, (_, nth) => `order-${nth}`)

    const first = keys.map((key) => actionFor('a', key))
    assert.deepEqual(
      keys.map((key) => actionFor('a', key)),
      first,
    )
    const hits = first.filter((action) => action === 'hit').length
    assert.ok(Math.abs(hits - 500) < 80, `${hits} of 2000`)
  })

  test('a removed rule no longer applies, and its id is not used again', () => {
    const { rules, actionFor } = open()
    const { id } = rules.add({ match: {}, action: 'one' })

    assert.equal(rules.remove(id), true)
    assert.equal(rules.remove(id), false)
    assert.equal(actionFor('a'), undefined)
    assert.notEqual(rules.add({ match: {}, action: 'two' }).id, id)
  })
})
