import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Found } from './hold-against.ts'
import type { Ended } from './scenario-watch.ts'
import { isToBeSeenAgain, seenAgain, verdictOn } from './verdict.ts'

const mutant = { breaks: [{ feature: 'Cancelling', rule: 'Once' }] }
const scenario = (rule: string, failure?: string, measuresTime = false): Ended => ({
  feature: 'Cancelling',
  rule,
  scenario: 'Twice',
  failure,
  measuresTime,
})
const verdictWhere = (scenarios: Ended[], found: Partial<Found> = {}) => {
  const whole = { faults: [], brokenOff: undefined, seconds: 1, lastWords: '' }
  return verdictOn(mutant, { ...whole, ...found, scenarios })
}
const fateOf = (...found: Parameters<typeof verdictWhere>) => verdictWhere(...found).fate

describe('A mutant', () => {
  test('is killed by a scenario of the Rule that it breaks', () => {
    assert.equal(fateOf([scenario('Once', 'twice'), scenario('Other')]), 'killed')
  })

  test('is not killed by other scenarios, nor by an error in the log', () => {
    assert.equal(fateOf([scenario('Once'), scenario('Other', 'wrong')]), 'caught elsewhere')
    assert.equal(fateOf([scenario('Once')], { faults: ['an error'] }), 'caught elsewhere')
  })

  test('survives where everything passes', () => {
    assert.equal(fateOf([scenario('Once'), scenario('Other')]), 'survived')
  })

  test('that takes too long is killed only if its Rule had failed by then', () => {
    const brokenOff = 'took too long'
    assert.equal(fateOf([scenario('Other', 'wrong')], { brokenOff }), 'hung')
    assert.equal(fateOf([scenario('Once', 'twice')], { brokenOff }), 'killed')
  })

  test('that cannot be run is not killed', () => {
    assert.equal(fateOf([], { brokenOff: 'could not run' }), 'could not run')
  })
})

describe('A kill', () => {
  const late = scenario('Once', 'late', true)

  test('is believed where a scenario that measures no time tells of it', () => {
    assert.equal(isToBeSeenAgain(verdictWhere([late, scenario('Once', 'twice')])), false)
  })

  test('has to be seen again where each that tells of it measures time', () => {
    assert.equal(isToBeSeenAgain(verdictWhere([late, scenario('Other', 'wrong')])), true)
  })

  test('is there for nobody to see again where there was none', () => {
    assert.equal(isToBeSeenAgain(verdictWhere([scenario('Once', undefined, true)])), false)
    assert.equal(isToBeSeenAgain(verdictWhere([], { brokenOff: 'took too long' })), false)
  })

  test('that is seen again is one', () => {
    const { fate, seconds } = seenAgain(verdictWhere([late]), verdictWhere([late]))
    assert.deepEqual([fate, seconds], ['killed', 2])
  })

  test('that is not seen again is in doubt, whatever else fails then', () => {
    const first = verdictWhere([late])
    const others = [[], [scenario('Once', undefined, true), scenario('Other', 'wrong')]]
    for (const scenarios of [...others, [{ ...late, scenario: 'Thrice' }]]) {
      assert.equal(seenAgain(first, verdictWhere(scenarios)).fate, 'in doubt')
    }
    const hung = verdictWhere([], { brokenOff: 'took too long' })
    assert.equal(seenAgain(first, hung).fate, 'in doubt')
  })
})
