import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Renaming } from './renaming.ts'

describe('A renaming', () => {
  it('swaps a name that is already in use with the one that became free', () => {
    const names = new Renaming([
      ['orderId', 'id'],
      ['reason', 'orderId'],
    ])
    assert.deepEqual(['orderId', 'reason', 'id', 'price'].map(names.forward, names), [
      'id',
      'orderId',
      'reason',
      'price',
    ])
  })

  it('does not give one name to two things', () => {
    const twice = [
      ['orderId', 'id'],
      ['reason', 'id'],
    ] as const
    assert.throws(() => new Renaming(twice), /two things cannot both be "id"/)
  })

  it('is undone by its inverse, for any names', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__')
    const pairs = fc
      .uniqueArray(fc.tuple(name, name), { selector: ([from]) => from })
      .map((all) => all.filter(([, to], nth) => all.findIndex((one) => one[1] === to) === nth))
    fc.assert(
      fc.property(pairs, name, (all, some) => {
        const names = new Renaming(all)
        assert.equal(names.backward(names.forward(some)), some)
        assert.equal(names.forward(names.backward(some)), some)
      }),
    )
  })
})
