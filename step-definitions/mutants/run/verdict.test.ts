import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Found } from './hold-against.ts'
import type { Ended } from './scenario-watch.ts'
import { verdictOn } from './verdict.ts'

const mutant = { breaks: [{ feature: 'Cancelling', rule: 'Once' }] }
const scenario = (rule: string, failure?: string): Ended => ({
  feature: 'Cancelling',
  rule,
  scenario: 'Twice',
  failure,
})
const fateOf = (scenarios: Ended[], found: Partial<Found> = {}) => {
  const whole = { faults: [], brokenOff: undefined, seconds: 1, lastWords: '' }
  return verdictOn(mutant, { ...whole, ...found, scenarios }).fate
}

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
