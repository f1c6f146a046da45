import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CoordinatorEventValues } from '@cucumber/cucumber/api'
import { notApplicable } from '../support/profile.ts'
import { tellReasons } from './skip-reasons.ts'
import { Tally } from './tally.ts'

type Message = CoordinatorEventValues['message']
type Status = 'PASSED' | 'SKIPPED' | 'FAILED' | 'UNDEFINED'

const reason = `${notApplicable} the target does not claim paging.`

/** The messages about one attempt at a scenario. */
function attempt(id: string, pickleId: string, statuses: Status[], log?: string): Message[] {
  const about = { testCaseStartedId: id }
  return [
    { testCase: { id: `case ${id}`, pickleId } },
    { testCaseStarted: { id, testCaseId: `case ${id}` } },
    ...(log === undefined ? [] : [{ attachment: { ...about, body: log } }]),
    ...statuses.map((status) => ({ testStepFinished: { ...about, testStepResult: { status } } })),
  ] as Message[]
}

function tallyOf(...messages: Message[]): Tally {
  const tally = new Tally()
  for (const message of messages) tally.take(message)
  return tally
}

describe('A tally', () => {
  it('counts apart what passed, failed, was skipped and does not apply', () => {
    const tally = tallyOf(
      ...attempt('1', 'a', ['PASSED', 'PASSED']),
      ...attempt('2', 'b', ['PASSED', 'FAILED', 'SKIPPED']),
      ...attempt('3', 'c', ['SKIPPED', 'SKIPPED'], reason),
      ...attempt('4', 'd', ['PASSED', 'SKIPPED'], 'something else'),
      ...attempt('5', 'e', ['UNDEFINED']),
    )
    const counts = (['passed', 'failed', 'skipped', 'not applicable'] as const).map((outcome) =>
      tally.count(outcome),
    )
    assert.deepEqual([tally.scenarios, ...counts], [5, 1, 2, 1, 1])
  })

  it('counts a scenario as failed that failed in one of its attempts', () => {
    const tally = tallyOf(
      ...attempt('1', 'a', ['PASSED']),
      ...attempt('2', 'a', ['FAILED']),
      ...attempt('3', 'a', ['PASSED']),
      ...attempt('4', 'b', ['PASSED']),
    )
    assert.deepEqual([tally.scenarios, tally.attempts, tally.failedAttempts], [2, 4, 1])
    assert.deepEqual([tally.count('passed'), tally.count('failed')], [1, 1])
  })

  it('counts as failed what fails though it does not apply', () => {
    const tally = tallyOf(...attempt('1', 'a', ['SKIPPED', 'FAILED'], reason))
    assert.equal(tally.count('failed'), 1)
  })
})

describe('The result of what does not apply', () => {
  it('says why', () => {
    const messages = [
      ...attempt('1', 'a', ['SKIPPED', 'SKIPPED'], reason),
      ...attempt('2', 'b', ['FAILED', 'SKIPPED']),
    ]
    const tell = tellReasons()
    for (const message of messages) tell(message)
    const told = messages.flatMap(({ testStepFinished }) =>
      testStepFinished ? [testStepFinished.testStepResult.message] : [],
    )
    assert.deepEqual(told, [reason, reason, undefined, undefined])
  })
})
