import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { IFilterablePickle } from '@cucumber/cucumber/api'
import { repeated, repetitionsIn, takeRepetitions } from './repetitions.ts'

describe('--repeat', () => {
  it('is removed from the arguments of cucumber-js', () => {
    const args = ['--tags', '@core', '--repeat', '20', 'features/latency.feature']
    const others = ['--tags', '@core', 'features/latency.feature']
    assert.deepEqual(takeRepetitions(args), { repetitions: 20, others })
    assert.deepEqual(takeRepetitions(['--repeat=3', '--dry-run']), {
      repetitions: 3,
      others: ['--dry-run'],
    })
  })

  it('is optional', () => {
    const others = ['--name', 'a --repeat b']
    assert.deepEqual(takeRepetitions(others), { repetitions: undefined, others })
  })

  for (const n of ['0', '1001', '-1', '1.5', 'many', '']) {
    it(`is refused with "${n}"`, () => {
      assert.throws(
        () => takeRepetitions(['--repeat', n]),
        /^Error: --repeat must be a number from 1/,
      )
    })
  }

  it('is refused without a number', () => {
    assert.throws(() => takeRepetitions(['--repeat']), /not ""/)
  })

  it('is not --retry, which is refused', () => {
    for (const args of [['--retry', '2'], ['--retry=2']]) {
      assert.throws(() => takeRepetitions(args), /--retry is not supported/)
    }
  })
})

describe('REPEAT', () => {
  it('is the number of runs, 1 by default', () => {
    const settings = [{ REPEAT: '20' }, { REPEAT: '' }, {}]
    assert.deepEqual(settings.map(repetitionsIn), [20, 1, 1])
  })

  for (const REPEAT of ['abc', '0', '1001', '-1', '1.5', '1e3', ' ']) {
    it(`is refused with "${REPEAT}"`, () => {
      assert.throws(
        () => repetitionsIn({ REPEAT }),
        /^Error: REPEAT must be a number from 1 to 1000/,
      )
    })
  }
})

describe('A repeated scenario', () => {
  const scenario = { pickle: { id: '1', name: 'Example' } } as IFilterablePickle
  const other = { pickle: { id: '2', name: 'Another' } } as IFilterablePickle

  it('keeps its id, and has a name of its own in each round', () => {
    const attempts = repeated([scenario, other], 3).map(({ pickle: { id, name } }) => [id, name])
    assert.deepEqual(attempts, [
      ['1', 'Example'],
      ['2', 'Another'],
      ['1', 'Example (2)'],
      ['2', 'Another (2)'],
      ['1', 'Example (3)'],
      ['2', 'Another (3)'],
    ])
  })
})
