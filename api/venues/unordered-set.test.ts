import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { UnorderedSet } from './unordered-set.ts'

const thing = (name: string) => ({ name, index: 0 })

function bagOf(...names: string[]) {
  const bag = new UnorderedSet<ReturnType<typeof thing>>()
  const things = names.map(thing)
  for (const each of things) bag.add(each)
  return { bag, things }
}

const namesIn = ({ bag }: ReturnType<typeof bagOf>) =>
  bag
    .all()
    .map(({ name }) => name)
    .sort()

describe('a bag', () => {
  for (const taken of ['a', 'b', 'c']) {
    test(`without ${taken} has the others still`, () => {
      const given = bagOf('a', 'b', 'c')

      for (const each of given.things.filter(({ name }) => name === taken)) given.bag.delete(each)

      assert.deepEqual(
        namesIn(given),
        ['a', 'b', 'c'].filter((name) => name !== taken),
      )
    })
  }

  test('can be emptied in any order', () => {
    const { bag, things } = bagOf('b', 'd', 'a', 'c')

    for (const each of things.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      bag.delete(each)
    }

    assert.equal(bag.size, 0)
  })

  test('hands out what it has as of then', () => {
    const { bag, things } = bagOf('a', 'b')

    for (const each of bag.all()) bag.delete(each)

    assert.deepEqual([bag.size, things.length], [0, 2])
  })
})
