import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createChance } from '../chance/chance.ts'
import { createVirtualClock } from '../time/clock.ts'
import { createRules } from './rules.ts'

/** Rules on letters: a rule is about one of them, or about all. */
function open() {
  const clock = createVirtualClock()
  const rules = createRules<{ letter?: string }, string, string>({
    clock,
    chance: createChance('a seed'),
    purpose: 'rule',
    matches: ({ letter }, subject) => (letter ?? subject) === subject,
  })
  const met = (subject: string, key = subject) => rules.first(subject, key)?.action
  return { clock, rules, met }
}

describe('Of standing rules', () => {
  test('the first that fits applies, and none where none fits', () => {
    const { rules, met } = open()
    rules.add({ match: { letter: 'a' }, action: 'one' })
    rules.add({ match: {}, action: 'two' })
    rules.add({ match: { letter: 'b' }, action: 'three' })

    assert.deepEqual(
      ['a', 'b'].map((letter) => met(letter)),
      ['one', 'two'],
    )
    rules.clear()
    assert.equal(met('a'), undefined)
  })

  test('one applies so often as it may, until it expires, or to the nth that fits', () => {
    const { clock, rules, met } = open()
    rules.add({ match: { letter: 'a' }, action: 'twice', times: 2 })
    rules.add({ match: { letter: 'b', nth: 2 }, action: 'second' })
    rules.add({ match: { letter: 'c' }, action: 'early', expiresAt: clock.now() + 100 })

    assert.deepEqual(
      ['a', 'a', 'a'].map((letter) => met(letter)),
      ['twice', 'twice', undefined],
    )
    assert.deepEqual(
      ['b', 'b', 'b'].map((letter) => met(letter)),
      [undefined, 'second', undefined],
    )
    clock.advance(99)
    assert.equal(met('c'), 'early')
    clock.advance(1)
    assert.equal(met('c'), undefined)
    assert.deepEqual(
      rules.list().map(({ seen, hits }) => [seen, hits]),
      [
        [2, 2],
        [3, 1],
        [1, 1],
      ],
    )
  })

  test('chance decides by the key alone, and as often as it is told to', () => {
    const { rules, met } = open()
    rules.add({ match: { probability: 0.25 }, action: 'hit' })
    const keys = Array.from({ length: 2000 }, (_, nth) => `order-${nth}`)

    const fates = keys.map((key) => met('a', key))
    assert.deepEqual(
      keys.map((key) => met('a', key)),
      fates,
    )
    const hits = fates.filter((fate) => fate === 'hit').length
    assert.ok(Math.abs(hits - 500) < 80, `${hits} of 2000`)
  })

  test('one that was taken away applies no more, and its id is not given again', () => {
    const { rules, met } = open()
    const { id } = rules.add({ match: {}, action: 'one' })

    assert.equal(rules.remove(id), true)
    assert.equal(rules.remove(id), false)
    assert.equal(met('a'), undefined)
    assert.notEqual(rules.add({ match: {}, action: 'two' }).id, id)
  })
})
