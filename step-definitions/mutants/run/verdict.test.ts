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
const outcomeOf = (...found: Parameters<typeof verdictWhere>) => verdictWhere(...found).outcome

describe('A mutant', () => {
  test('is killed by a scenario of the Rule that it breaks', () => {
    assert.equal(outcomeOf([scenario('Once', 'twice'), scenario('Other')]), 'killed')
  })

  test('is not killed by other scenarios, nor by an error in the log', () => {
    assert.equal(outcomeOf([scenario('Once'), scenario('Other', 'wrong')]), 'caught elsewhere')
    assert.equal(outcomeOf([scenario('Once')], { faults: ['an error'] }), 'caught elsewhere')
  })

  test('survives if every scenario passes', () => {
    assert.equal(outcomeOf([scenario('Once'), scenario('Other')]), 'survived')
  })

  test('that takes too long is killed only if its Rule has failed by then', () => {
    const aborted = 'took too long'
    assert.equal(outcomeOf([scenario('Other', 'wrong')], { aborted }), 'hung')
    assert.equal(outcomeOf([scenario('Once', 'twice')], { aborted }), 'killed')
  })

  test('that cannot be run is not killed', () => {
    assert.equal(outcomeOf([], { aborted: 'could not run' }), 'could not run')
  })
})

describe('A kill', () => {
  const late = scenario('Once', 'late', true)

  test('by a scenario that does not measure time needs no confirmation', () => {
    assert.equal(needsConfirmation(verdictWhere([late, scenario('Once', 'twice')])), false)
  })

  test('only by scenarios that measure time needs confirmation', () => {
    assert.equal(needsConfirmation(verdictWhere([late, scenario('Other', 'wrong')])), true)
  })

  test('that did not happen needs no confirmation', () => {
    assert.equal(needsConfirmation(verdictWhere([scenario('Once', undefined, true)])), false)
    assert.equal(needsConfirmation(verdictWhere([], { aborted: 'took too long' })), false)
  })

  test('is confirmed if the same scenario fails again', () => {
    const { outcome, seconds } = confirmed(verdictWhere([late]), verdictWhere([late]))
    assert.deepEqual([outcome, seconds], ['killed', 2])
  })

  test('is in doubt if only other scenarios fail in the second run', () => {
    const first = verdictWhere([late])
    const others = [[], [scenario('Once', undefined, true), scenario('Other', 'wrong')]]
    for (const scenarios of [...others, [{ ...late, scenario: 'Thrice' }]]) {
      assert.equal(confirmed(first, verdictWhere(scenarios)).outcome, 'in doubt')
    }
    const hung = verdictWhere([], { aborted: 'took too long' })
    assert.equal(confirmed(first, hung).outcome, 'in doubt')
  })
})
