import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RunResult } from './run-against.ts'
import type { EndedScenario } from './scenario-watch.ts'
import { confirmed, needsConfirmation, verdictOn } from './verdict.ts'

const mutant = { breaks: [{ feature: 'Cancelling', rule: 'Once' }] }
const scenario = (rule: string, failure?: string, measuresTime = false): EndedScenario => ({
  feature: 'Cancelling',
  rule,
  scenario: 'Twice',
  failure,
  measuresTime,
})
const verdictWhere = (scenarios: EndedScenario[], found: Partial<RunResult> = {}) => {
  const whole = { faults: [], aborted: undefined, seconds: 1, lastOutput: '' }
  return verdictOn(mutant, { ...whole, ...found, scenarios })
}
const fateOf = (...found: Parameters<typeof verdictWhere>) => verdictWhere(...found).outcome

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
    assert.equal(fateOf([scenario('Other', 'wrong')], { aborted: brokenOff }), 'hung')
    assert.equal(fateOf([scenario('Once', 'twice')], { aborted: brokenOff }), 'killed')
  })

  test('that cannot be run is not killed', () => {
    assert.equal(fateOf([], { aborted: 'could not run' }), 'could not run')
  })
})

describe('A kill', () => {
  const late = scenario('Once', 'late', true)

  test('is believed where a scenario that measures no time tells of it', () => {
    assert.equal(needsConfirmation(verdictWhere([late, scenario('Once', 'twice')])), false)
  })

  test('has to be seen again where each that tells of it measures time', () => {
    assert.equal(needsConfirmation(verdictWhere([late, scenario('Other', 'wrong')])), true)
  })

  test('is there for nobody to see again where there was none', () => {
    assert.equal(needsConfirmation(verdictWhere([scenario('Once', undefined, true)])), false)
    assert.equal(needsConfirmation(verdictWhere([], { aborted: 'took too long' })), false)
  })

  test('that is seen again is one', () => {
    const { outcome: fate, seconds } = confirmed(verdictWhere([late]), verdictWhere([late]))
    assert.deepEqual([fate, seconds], ['killed', 2])
  })

  test('that is not seen again is in doubt, whatever else fails then', () => {
    const first = verdictWhere([late])
    const others = [[], [scenario('Once', undefined, true), scenario('Other', 'wrong')]]
    for (const scenarios of [...others, [{ ...late, scenario: 'Thrice' }]]) {
      assert.equal(confirmed(first, verdictWhere(scenarios)).outcome, 'in doubt')
    }
    const hung = verdictWhere([], { aborted: 'took too long' })
    assert.equal(confirmed(first, hung).outcome, 'in doubt')
  })
})
