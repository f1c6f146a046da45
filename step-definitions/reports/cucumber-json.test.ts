import assert from 'node:assert/strict'
import { it } from 'node:test'
import { NotJudged } from '../support/no-verdict.ts'
import { cucumberJsonOf } from './cucumber-json.ts'
import { featureResultsIn } from './document/feature-results.ts'
import { recordOf } from './testing/messages.ts'

it('The JSON of a scenario without a verdict has the reason at its first skipped step', () => {
  const record = recordOf(
    { scenario: 'executed' },
    {
      scenario: 'cancelled',
      results: { own: { status: 'SKIPPED' } },
      attached: [{ mediaType: 'text/plain', body: new NotJudged('this machine was busy').line }],
    },
  )
  const scenarios = cucumberJsonOf(featureResultsIn(record)).flatMap(({ elements }) => elements)
  const skipped = scenarios.flatMap(({ steps }) =>
    steps.filter(({ result }) => result.status === 'skipped'),
  )
  assert.deepEqual(
    scenarios.flatMap(({ steps }) => steps).flatMap(({ result }) => result.error_message ?? []),
    ['Not judged: this machine was busy'],
  )
  assert.equal(skipped[0]?.result.error_message, 'Not judged: this machine was busy')
})
