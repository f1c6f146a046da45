import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Message } from '../reports/run-record.ts'
import { type PlannedAttempt, recordOf } from '../reports/testing/messages.ts'
import { whyNothingJudged } from './finish-run.ts'

const passed: PlannedAttempt = { scenario: 'example' }
const failed: PlannedAttempt = { scenario: 'executed', results: { own: { status: 'FAILED' } } }
const without = (verdict: string, scenario: PlannedAttempt['scenario']): PlannedAttempt => ({
  scenario,
  results: { own: { status: 'SKIPPED' } },
  attached: [{ mediaType: 'text/x.cucumber.log+plain', body: `${verdict}: why` }],
})
const notJudged = without('Not judged', 'cancelled')
const notClaimed = without('Not claimed', 'ruleless')

function reasonFor(...attempts: PlannedAttempt[]): string | undefined {
  const record = recordOf(...attempts)
  record.take({
    testRunFinished: { success: true, timestamp: { seconds: 20, nanos: 0 } },
  } as Message)
  return whyNothingJudged(record)[0]
}

describe('A run judged nothing', () => {
  it('if no scenario passed or failed', () => {
    const nothing = 'No scenario was judged, so this run says nothing about the target.'
    assert.equal(reasonFor(notJudged), nothing)
    assert.equal(reasonFor(notJudged, notClaimed), nothing)
    assert.match(reasonFor(notClaimed) ?? '', /claims nothing/)
    assert.equal(reasonFor(), 'No scenario was selected.')
  })

  it('unless one passed or failed', () => {
    assert.equal(reasonFor(notJudged, notClaimed, passed), undefined)
    assert.equal(reasonFor(notJudged, failed), undefined)
  })
})
