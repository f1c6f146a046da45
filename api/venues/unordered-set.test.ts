import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { UnorderedSet } from './unordered-set.ts'

const member = (name: string) => ({ name, index: 0 })

function setOf(...names: string[]) {
  const set = new UnorderedSet<ReturnType<typeof member>>()
  const members = names.map(member)
  for (const each of members) set.add(each)
  return { set, members }
}

const namesIn = ({ set }: ReturnType<typeof setOf>) =>
  set
    .all()
    .map(({ name }) => name)
    .sort()

describe('An unordered set', () => {
  for (const deleted of ['a', 'b', 'c']) {
    test(`keeps the others when ${deleted} is deleted`, () => {
      const given = setOf('a', 'b', 'c')

      for (const each of given.members) if (each.name === deleted) given.set.delete(each)

      assert.deepEqual(
        namesIn(given),
        ['a', 'b', 'c'].filter((name) => name !== deleted),
      )
    })
  }

  test('can be emptied in any order', () => {
    const { set, members } = setOf('b', 'd', 'a', 'c')

    for (const each of members.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      set.delete(each)
    }

    assert.equal(set.size, 0)
  })

  test('returns copies of its members', () => {
    const { set, members } = setOf('a', 'b')

    for (const each of set.all()) set.delete(each)

    assert.deepEqual([set.size, members.length], [0, 2])
  })
})
