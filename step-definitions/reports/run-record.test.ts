import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NotClaimed } from '../support/no-verdict.ts'
import { dotOf } from './dots.ts'
import type { Message } from './run-record.ts'
import { addSkipReason } from './skip-reasons.ts'
import { counts } from './status.ts'
import { recordOf } from './testing/messages.ts'

const failed = { own: { status: 'FAILED' } } as const
const skipped = { own: { status: 'SKIPPED' } } as const
const reason = { mediaType: 'text/plain', body: new NotClaimed('no paging').line }

describe('The scenarios of a run', () => {
  it('are counted by status, a row of an outline as one', () => {
    const record = recordOf(
      { scenario: 'ruleless' },
      { scenario: 'example', results: { own: { status: 'UNDEFINED' } } },
      { scenario: 'executed', results: skipped, attached: [reason] },
      { scenario: 'cancelled', results: skipped },
    )
    assert.deepEqual(counts(record.scenarioStatuses()), [
      ['failed', 1],
      ['passed', 1],
      ['skipped', 1],
      ['not claimed', 1],
    ])
  })

  it('fail if one attempt fails', () => {
    const attempt = { scenario: 'example' } as const
    const record = recordOf(attempt, { ...attempt, results: failed }, attempt)
    assert.deepEqual([record.attempts.length, record.scenarioStatuses()], [3, ['failed']])
  })

  it('fail if they have no verdict and a hook fails', () => {
    const results = { ...skipped, after: { status: 'FAILED' } } as const
    const record = recordOf({ scenario: 'example', results, attached: [reason] })
    assert.deepEqual(record.scenarioStatuses(), ['failed'])
  })

  it('are a dot each, or an F', () => {
    const record = recordOf({ scenario: 'ruleless' }, { scenario: 'example', results: failed })
    const finished = (id: string) => ({ testCaseFinished: { testCaseStartedId: id } }) as Message
    assert.equal(dotOf(finished('ruleless-0'), record), '.')
    assert.equal(dotOf(finished('example-1'), record), 'F')
  })
})

it('The result of a skipped step says why its scenario has no verdict', () => {
  const record = recordOf(
    { scenario: 'ruleless', results: skipped, attached: [reason] },
    { scenario: 'example', results: skipped },
  )
  const messages = ['ruleless-0', 'example-1'].map((testCaseStartedId) => {
    const testStepResult: { status: string; message?: string } = { status: 'SKIPPED' }
    addSkipReason({ testStepFinished: { testCaseStartedId, testStepResult } } as Message, record)
    return testStepResult.message
  })
  assert.deepEqual(messages, [reason.body, undefined])
})
