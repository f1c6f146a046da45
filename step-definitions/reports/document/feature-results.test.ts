import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { notApplicable } from '../../support/profile.ts'
import { transcriptName } from '../attachments.ts'
import { attachedEvidence, type Play, recordOf } from '../testing/messages.ts'
import { featureResultsIn, slugIn } from './feature-results.ts'

const failed = { status: 'FAILED', message: 'Error: no\n  at x' } as const
const skipped = { status: 'SKIPPED' } as const
const reason = { mediaType: 'text/x.cucumber.log+plain', body: `${notApplicable} no control` }

/** What is told of the feature when scenarios were played; the rule is its second. */
function toldOf(...plays: Play[]) {
  const [feature] = featureResultsIn(recordOf(...plays))
  const [loose, rule] = feature?.rules ?? []
  const [example, outline] = rule?.scenarios ?? []
  assert.ok(feature && loose && rule && example && outline)
  return { feature, loose, rule, example, outline }
}

const attemptOf = (play: Omit<Play, 'scenario'>) => {
  const [attempt] = toldOf({ scenario: 'example', ...play }).example.attempts
  assert.ok(attempt)
  return attempt
}

describe('A feature is told as it is written', () => {
  const { feature, loose, rule, example, outline } = toldOf()

  it('with its name, its prose and its tags', () => {
    const { slug, name, prose, tags } = feature
    assert.deepEqual(
      [slug, name, prose.trim(), tags],
      ['cancelling-an-order', 'Cancelling an order', 'A trader may change their mind.', ['@core']],
    )
  })

  it('with backgrounds where they stand', () => {
    const texts = [feature, loose, rule].map(({ background }) => background.map(({ text }) => text))
    assert.deepEqual(texts, [['the venue is open'], [], ['Alice has a PENDING order']])
    assert.deepEqual(
      example.steps.map(({ text }) => text),
      ['she cancels it'],
    )
  })

  it('with what stands under no rule first', () => {
    assert.deepEqual([loose.name, loose.scenarios[0]?.name], ['', 'One under no rule'])
  })

  it('with an outline once, and its rows', () => {
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

  it('and as not run where it was not', () => {
    const all = [feature, loose, rule, example, outline, ...(outline.tables[0]?.rows ?? [])]
    assert.deepEqual(new Set(all.map(({ status }) => status)), new Set(['not run']))
  })
})

describe('What became of a scenario', () => {
  it('is told of each row of an outline, and of the outline as a whole', () => {
    const { outline, rule, feature } = toldOf(
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

  it('makes a promise kept when what was played passed', () => {
    const { rule, outline } = toldOf({ scenario: 'example' })
    assert.deepEqual([rule.status, outline.status], ['passed', 'not run'])
  })

  it('is that it failed when a step is not defined', () => {
    const { status, failures } = attemptOf({ results: { own: { status: 'UNDEFINED' } } })
    assert.equal(status, 'failed')
    assert.deepEqual(failures, [
      { step: 'she cancels it', message: 'The step is undefined.', stack: '' },
    ])
  })

  it('is that it was skipped when a step was, and that it does not apply when that is why', () => {
    const results = { before: skipped, background: skipped, own: skipped }
    assert.equal(attemptOf({ results }).status, 'skipped')
    assert.equal(attemptOf({ results, attached: [reason] }).status, 'not applicable')
  })

  it('is told of every time that it was played, and one failure is enough', () => {
    const { example } = toldOf(
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
  it('has its steps with their values, those of the background first, and no hooks', () => {
    const [attempt] = toldOf({ scenario: 'executed' }).outline.tables[0]?.rows[0]?.attempts ?? []
    const texts = attempt?.steps.map(({ text }) => text)
    assert.deepEqual(texts, ['Alice has a PENDING order', 'she cancels the EXECUTED one'])
    assert.equal(attempt?.tookMs, 1500)
  })

  it('tells of a failure what its evidence knows', () => {
    const failure = { step: 'she cancels it', message: '', expected: '1', got: '2' }
    const { failures } = attemptOf({
      results: { own: failed },
      attached: [attachedEvidence({ failure })],
    })
    assert.deepEqual(failures, [{ ...failure, stack: 'Error: no\n  at x' }])
  })

  it('tells of a hook that failed by its name', () => {
    const exception = { type: 'Error', message: 'passed over', stackTrace: 'at y' }
    const { failures, status } = attemptOf({ results: { after: { ...failed, exception } } })
    const told = { step: 'nothing passed over', message: 'passed over', stack: 'at y' }
    assert.deepEqual([failures, status], [[told], 'failed'])
  })

  it('shows what was attached, but for the evidence and the transcript, which are the same', () => {
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
  it('is made of its first words', () => {
    assert.equal(slugIn('It’s "told", once!'), 'it-s-told-once')
    assert.equal(slugIn(`${'x'.repeat(50)} nine-letters and so on`).length, 55)
  })

  it('is its own in its feature', () => {
    for (const file of readdirSync('features').filter((name) => name.endsWith('.feature'))) {
      const rules = [...readFileSync(`features/${file}`, 'utf8').matchAll(/^ *Rule: (.*)$/gm)]
      const slugs = rules.map(([, name = '']) => slugIn(name))
      assert.equal(new Set(slugs).size, slugs.length, file)
    }
  })
})
