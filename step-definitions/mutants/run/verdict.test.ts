import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { EndedScenario } from '../../run/scenario-watch.ts'
import type { RunResult } from './run-against.ts'
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
  const whole = { faults: [], brokenOff: undefined, seconds: 1, outputTail: '' }
  return verdictOn(mutant, { ...whole, ...found, scenarios })
}
const outcomeOf = (...found: Parameters<typeof verdictWhere>) => verdictWhere(...found).outcome

describe('A mutant', () => {
  test('is killed by a scenario of the Rule that it breaks', () => {
    assert.equal(outcomeOf([scenario('Once', 'twice'), scenario('Other')]), 'killed')
  })

  test('is not killed by other scenarios, nor by an error in the log', () => {
    assert.equal(outcomeOf([scenario('Once'), scenario('Other', 'wrong')]), 'caught elsewhere')
    assert.equal(outcomeOf([scenario('Once')], { faults: ['an error'] }), 'caught elsewhere')
  })

  test('survives if everything passes', () => {
    assert.equal(outcomeOf([scenario('Once'), scenario('Other')]), 'survived')
  })

  test('that takes too long is killed only if its Rule had failed by then', () => {
    const brokenOff = 'took too long'
    assert.equal(outcomeOf([scenario('Other', 'wrong')], { brokenOff }), 'hung')
    assert.equal(outcomeOf([scenario('Once', 'twice')], { brokenOff }), 'killed')
  })

  test('that could not run is not killed', () => {
    assert.equal(outcomeOf([], { brokenOff: 'could not run' }), 'could not run')
    const faults = ['The server logged an error: {"err":{"type":"ReferenceError"}}']
    assert.equal(outcomeOf([scenario('Once', 'twice')], { faults }), 'could not run')
  })
})

describe('A kill', () => {
  const late = scenario('Once', 'late', true)

  test('needs no confirmation if one of its scenarios measures no time', () => {
    assert.equal(needsConfirmation(verdictWhere([late, scenario('Once', 'twice')])), false)
  })

  test('needs confirmation if all its scenarios measure time', () => {
    assert.equal(needsConfirmation(verdictWhere([late, scenario('Other', 'wrong')])), true)
  })

  test('needs no confirmation if there was none', () => {
    assert.equal(needsConfirmation(verdictWhere([scenario('Once', undefined, true)])), false)
    assert.equal(needsConfirmation(verdictWhere([], { brokenOff: 'took too long' })), false)
  })

  test('that a second run repeats is confirmed', () => {
    const { outcome, seconds } = confirmed(verdictWhere([late]), verdictWhere([late]))
    assert.deepEqual([outcome, seconds], ['killed', 2])
  })

  test('that a second run does not repeat is unconfirmed, even if other scenarios fail', () => {
    const first = verdictWhere([late])
    const others = [[], [scenario('Once', undefined, true), scenario('Other', 'wrong')]]
    for (const scenarios of [...others, [{ ...late, scenario: 'Thrice' }]]) {
      assert.equal(confirmed(first, verdictWhere(scenarios)).outcome, 'unconfirmed')
    }
    const hung = verdictWhere([], { brokenOff: 'took too long' })
    assert.equal(confirmed(first, hung).outcome, 'unconfirmed')
  })
})
