import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { NotClaimed, NotJudged } from '../../support/no-verdict.ts'
import { transcriptName } from '../attachments.ts'
import { attachedEvidence, type PlannedAttempt, recordOf } from '../testing/messages.ts'
import { featureResultsIn, slugIn } from './feature-results.ts'

const failed = { status: 'FAILED', message: 'Error: no\n  at x' } as const
const skipped = { status: 'SKIPPED' } as const
const reason = { mediaType: 'text/x.cucumber.log+plain', body: new NotClaimed('no control').line }

/** The results of the feature and its parts after these attempts. */
function resultsOf(...attempts: PlannedAttempt[]) {
  const [feature] = featureResultsIn(recordOf(...attempts))
  const [ruleless, rule] = feature?.rules ?? []
  const [example, outline] = rule?.scenarios ?? []
  assert.ok(feature && ruleless && rule && example && outline)
  return { feature, ruleless, rule, example, outline }
}

const attemptOf = (planned: Omit<PlannedAttempt, 'scenario'>) => {
  const [attempt] = resultsOf({ scenario: 'example', ...planned }).example.attempts
  assert.ok(attempt)
  return attempt
}

describe('A feature without attempts', () => {
  const { feature, ruleless, rule, example, outline } = resultsOf()

  it('has its name, prose and tags', () => {
    const { slug, name, prose, tags } = feature
    assert.deepEqual(
      [slug, name, prose.trim(), tags],
      ['cancelling-an-order', 'Cancelling an order', 'A trader may change their mind.', ['@core']],
    )
  })

  it('has its backgrounds in their places', () => {
    const texts = [feature, ruleless, rule].map(({ background }) =>
      background.map(({ text }) => text),
    )
    assert.deepEqual(texts, [['the venue is open'], [], ['Alice has a PENDING order']])
    assert.deepEqual(
      example.steps.map(({ text }) => text),
      ['she cancels it'],
    )
  })

  it('has scenarios outside any rule first', () => {
    assert.deepEqual([ruleless.name, ruleless.scenarios[0]?.name], ['', 'One outside any rule'])
  })

  it('has an outline once, with its rows', () => {
    assert.deepEqual(
      outline.steps.map(({ text }) => text),
      ['she cancels the <status> one'],
    )
    const [table] = outline.tables
    assert.deepEqual(table?.header, ['status'])
    assert.deepEqual(
      table?.rows.map(({ cells }) => cells),
      [['EXECUTED'], ['CANCELLED']],
    )
  })

  it('is not run, in all its parts', () => {
    const all = [feature, ruleless, rule, example, outline, ...(outline.tables[0]?.rows ?? [])]
    assert.deepEqual(new Set(all.map(({ status }) => status)), new Set(['not run']))
  })
})

describe('A status', () => {
  it('belongs to each row of an outline, and to the outline', () => {
    const { outline, rule, feature } = resultsOf(
      { scenario: 'executed' },
      { scenario: 'cancelled', results: { own: failed } },
    )
    assert.deepEqual(
      outline.tables[0]?.rows.map(({ status }) => status),
      ['passed', 'failed'],
    )
    assert.deepEqual(
      [outline, rule, feature].map(({ status }) => status),
      Array(3).fill('failed'),
    )
  })

  it('of a rule is passed if every scenario that ran passed', () => {
    const { rule, outline } = resultsOf({ scenario: 'example' })
    assert.deepEqual([rule.status, outline.status], ['passed', 'not run'])
  })

  it('is failed if a step is undefined', () => {
    const { status, failures } = attemptOf({ results: { own: { status: 'UNDEFINED' } } })
    assert.equal(status, 'failed')
    assert.deepEqual(failures, [
      { step: 'she cancels it', message: 'The step is undefined.', stack: '' },
    ])
  })

  it('is skipped if a step was, or has the status that the log states', () => {
    const results = { before: skipped, background: skipped, own: skipped }
    assert.equal(attemptOf({ results }).status, 'skipped')
    assert.equal(attemptOf({ results, attached: [reason] }).status, 'not claimed')
    const busy = { ...reason, body: new NotJudged('this machine was busy').line }
    const { status, reason: why, attached } = attemptOf({ results, attached: [busy] })
    assert.deepEqual([status, why, attached], ['not judged', busy.body, []])
  })

  it('belongs to each attempt, and one failed attempt fails the scenario', () => {
    const { example } = resultsOf(
      { scenario: 'example' },
      { scenario: 'example', results: { own: failed } },
      { scenario: 'example' },
    )
    const outcomes = example.attempts.map(({ status }) => status)
    assert.deepEqual(outcomes, ['passed', 'failed', 'passed'])
    assert.equal(example.status, 'failed')
  })
})

describe('An attempt', () => {
  it('has its steps with their values, the background first, and no hooks', () => {
    const [attempt] = resultsOf({ scenario: 'executed' }).outline.tables[0]?.rows[0]?.attempts ?? []
    const texts = attempt?.steps.map(({ text }) => text)
    assert.deepEqual(texts, ['Alice has a PENDING order', 'she cancels the EXECUTED one'])
    assert.equal(attempt?.tookMs, 1500)
  })

  it('takes the failure of a step from the evidence', () => {
    const failure = { step: 'she cancels it', message: '', expected: '1', got: '2' }
    const { failures } = attemptOf({
      results: { own: failed },
      attached: [attachedEvidence({ failure })],
    })
    assert.deepEqual(failures, [{ ...failure, stack: 'Error: no\n  at x' }])
  })

  it('names a hook that failed', () => {
    const exception = { type: 'Error', message: 'ignored', stackTrace: 'at y' }
    const { failures, status } = attemptOf({ results: { after: { ...failed, exception } } })
    const expected = { step: 'no refusal is ignored', message: 'ignored', stack: 'at y' }
    assert.deepEqual([failures, status], [[expected], 'failed'])
  })

  it('shows attachments, except the evidence and the transcript, which repeats it', () => {
    const figures = { mediaType: 'text/plain', body: 'figures', fileName: 'figures' }
    const transcript = { ...figures, fileName: transcriptName }
    const { attached, evidence } = attemptOf({
      attached: [figures, transcript, attachedEvidence({ seed: '42' })],
    })
    assert.deepEqual(
      attached.map(({ name }) => name),
      ['figures'],
    )
    assert.equal(evidence?.seed, '42')
  })
})

describe('The anchor of a promise', () => {
  it('consists of its first words', () => {
    assert.equal(slugIn('It’s "sent", once!'), 'it-s-sent-once')
    assert.equal(slugIn(`${'x'.repeat(50)} nine-letters and so on`).length, 55)
  })

  it('is unique in its feature', () => {
    for (const file of readdirSync('features').filter((name) => name.endsWith('.feature'))) {
      const rules = [...readFileSync(`features/${file}`, 'utf8').matchAll(/^ *Rule: (.*)$/gm)]
      const slugs = rules.map(([, name = '']) => slugIn(name))
      assert.equal(new Set(slugs).size, slugs.length, file)
    }
  })
})
