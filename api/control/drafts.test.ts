import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { errorsOf } from '../http/validation.ts'
import { AdvanceDraft } from './control-contract.ts'
import { LatencyDraft } from './delay-contract.ts'

/** The errors, each as its pointer and the first words of its message. */
function errorTexts(schema: typeof AdvanceDraft | typeof LatencyDraft, draft: unknown) {
  const { error } = schema.safeParse(draft)
  return errorsOf(error?.issues ?? []).map(({ pointer, message }) => `${pointer}: ${message}`)
}

/** Asserts that each error begins with the text at the same index. */
const assertBeginnings = (found: readonly string[], ...beginnings: readonly string[]) =>
  assert.deepEqual(
    found.map((text, nth) => text.slice(0, beginnings[nth]?.length)),
    beginnings,
    found.join('\n'),
  )

const wholeMs = 'must be a whole number of milliseconds'
const delay = 'must be milliseconds such as 250, {'

describe('For an invalid advance, the errors are', () => {
  for (const [draft, ...beginnings] of [
    [{ byMs: 1.5 }, `/byMs: ${wholeMs}`],
    [{ byMs: '5' }, `/byMs: ${wholeMs}`],
    [{ byMs: -1 }, `/byMs: ${wholeMs}`],
    [{ to: 5 }, '/to: must be an RFC 3339 instant'],
    [{ untilIdle: false }, '/untilIdle: must be true'],
    [{ byMs: 1, colour: 'red' }, '/colour: is not a known field or parameter'],
    [
      { byMs: 1.5, colour: 'red' },
      `/byMs: ${wholeMs}`,
      '/colour: is not a known field or parameter',
    ],
    [{ colour: 'red' }, ': must be exactly one of', '/colour: is not a known field or parameter'],
    [{ byMs: 1, to: 5 }, ': must be exactly one of'],
    [{ byMs: 1, untilIdle: true }, ': must be exactly one of'],
    [{}, ': must be exactly one of'],
    [[], ': must be exactly one of'],
    [null, ': must be exactly one of'],
  ] as const) {
    test(`${beginnings.join(', ')} in ${JSON.stringify(draft)}`, () => {
      assertBeginnings(errorTexts(AdvanceDraft, draft), ...beginnings)
    })
  }
})

describe('For an invalid latency, the errors are', () => {
  for (const [before, ...beginnings] of [
    [-1, `/before: ${wholeMs}`],
    ['x', `/before: ${delay}`],
    [{ minMs: 5 }, `/before/maxMs: is missing: it ${wholeMs}`],
    [
      { minMs: 5, max: 7 },
      '/before/maxMs: is missing',
      '/before/max: is not a known field or parameter',
    ],
    [{ minMs: 5, p95Ms: 7 }, `/before: ${delay}`],
    [{ minMs: 5, maxMs: 1 }, '/before: must have a minMs of at most maxMs'],
    [{ minMs: 'x', maxMs: 1 }, `/before/minMs: ${wholeMs}`],
    [{ valuesMs: [1, 'x'] }, `/before/valuesMs/1: ${wholeMs}`],
    [{ valuesMs: 'x' }, '/before/valuesMs: must be a list of 1 to 1000 values'],
    [
      { 'GET /order': 1 },
      `/before: ${delay}`,
      '/before/GET ~1order: is not a known field or parameter',
    ],
    [{ 'GET /orders': 1, colour: 1 }, '/before/colour: is not a known field or parameter'],
    [{ 'POST /orders': {} }, `/before/POST ~1orders: ${delay}`],
    [{ 'POST /orders': { minMs: 'x', maxMs: 1 } }, `/before/POST ~1orders/minMs: ${wholeMs}`],
  ] as const) {
    test(`${beginnings.join(', ')} in ${JSON.stringify(before)}`, () => {
      assertBeginnings(errorTexts(LatencyDraft, { before }), ...beginnings)
    })
  }

  test('an unknown field, even if its name is special in JavaScript', () => {
    assertBeginnings(
      errorTexts(LatencyDraft, JSON.parse('{ "before": { "__proto__": 5 } }')),
      `/before: ${delay}`,
      '/before/__proto__: is not a known field or parameter',
    )
  })
})
