import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createChance } from '../chance/chance.ts'
import { createSetupRecords, setupName } from '../log/setup-records.ts'
import { createVirtualClock } from '../time/clock.ts'
import { createRules, type Frequency, type Rule, type RuleDraft } from './rules.ts'
import type { Verdict } from './verdict.ts'

interface Subject {
  readonly letter?: string
  readonly digit?: number
}

type Match = Subject & Frequency

/** Rules on letters and digits, at an instant: those given, or none. */
function open(now = 0, kept: readonly Rule<Match, string>[] = []) {
  const clock = createVirtualClock(now)
  const records = createSetupRecords(kept.map((rule) => [setupName(`rule ${rule.id}`), rule]))
  const rules = createRules<Match, Subject, string>({
    clock,
    chance: createChance('a seed'),
    purpose: 'rule',
    matches: (match, subject) =>
      (match.letter ?? subject.letter) === subject.letter &&
      (match.digit ?? subject.digit) === subject.digit,
    fieldsOf: (subject) => subject,
    records,
  })
  return { clock, rules }
}

describe('Verdicts', () => {
  test('name each condition that was not met, with what there was', () => {
    const { rules } = open()
    rules.add({ match: { letter: 'a', digit: 1 }, action: '' })
    const told: Verdict[] = []
    rules.first({ letter: 'b' }, 'key', (verdict) => told.push(verdict))

    assert.deepEqual(told, [
      {
        kind: 'rule',
        rule: 'rule-1',
        match: { letter: 'a', digit: 1 },
        action: '',
        reasons: [
          { criterion: 'letter', wanted: 'a', actual: 'b' },
          { criterion: 'digit', wanted: 1, actual: undefined },
        ],
      },
    ])
  })

  test('on rules that are not tested count nothing', () => {
    const { rules } = open()
    rules.add({ match: { letter: 'a', nth: 2 }, action: '' })
    const told: Verdict[] = []
    for (const reason of [{ criterion: 'commit' }, undefined]) {
      rules.tellUntested({ letter: 'a' }, (verdict) => told.push(verdict), reason)
    }

    const nth = { criterion: 'nth', wanted: 2, actual: 1 }
    assert.deepEqual(
      told.map(({ reasons }) => reasons),
      [[{ criterion: 'commit' }, nth], [nth]],
    )
    assert.deepEqual(
      rules.list().map(({ seen }) => seen),
      [0],
    )
  })
})

const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 })
const subject = fc.record({ letter: fc.constantFrom('a', 'b'), digit: fc.constantFrom(1, 2) })
const draft: fc.Arbitrary<RuleDraft<Match, string>> = fc.record({
  match: fc.record({
    letter: some(fc.constantFrom('a', 'b')),
    digit: some(fc.constantFrom(1, 2)),
    nth: some(fc.integer({ min: 1, max: 3 })),
    probability: some(fc.constantFrom(0, 0.5, 1)),
  }),
  action: fc.constant(''),
  times: some(fc.integer({ min: 1, max: 2 })),
  expiresAt: some(fc.integer({ min: 1, max: 6 })),
}) as fc.Arbitrary<RuleDraft<Match, string>>

/** A rule without the conditions that are named. */
function without(rule: Rule<Match, string>, criteria: readonly string[]): Rule<Match, string> {
  const kept = ([name]: readonly [string, unknown]) => !criteria.includes(name)
  return Object.fromEntries(
    Object.entries({
      ...rule,
      match: Object.fromEntries(Object.entries(rule.match).filter(kept)),
    }).filter(kept),
  ) as unknown as Rule<Match, string>
}

/** Two equal sets of rules: one tells, the other does not. */
function openTwo(drafts: readonly RuleDraft<Match, string>[]) {
  const [told, silent] = [open(), open()]
  for (const { rules } of [told, silent]) for (const one of drafts) rules.add(one)
  return { told, silent }
}

/** Tests the rules against a subject, and checks each verdict by the rule as it was before. */
function checkVerdicts({ told, silent }: ReturnType<typeof openTwo>, one: Subject, key: string) {
  const before = told.rules.list()
  const verdicts: Verdict[] = []
  const hit = told.rules.first(one, key, (verdict) => verdicts.push(verdict))

  assert.deepEqual(silent.rules.first(one, key), hit)
  assert.deepEqual(told.rules.list(), silent.rules.list())
  const applied = verdicts.filter(({ reasons }) => reasons.length === 0)
  assert.deepEqual(
    applied.map(({ rule }) => rule),
    hit ? [hit.id] : [],
  )
  assert.equal(verdicts.length, before.length)
  for (const [at, rule] of before.entries()) {
    const { reasons = [] } = verdicts[at] ?? {}
    const applies = (changed: Rule<Match, string>) =>
      open(told.clock.now(), [changed]).rules.first(one, key) !== undefined
    const criteria = reasons.map(({ criterion }) => criterion)
    checkReasons(rule, criteria, applies)
    const isLater = before.slice(0, at).some(({ id }) => id === hit?.id)
    assert.equal(criteria.includes('earlierRule'), isLater)
  }
}

/** A rule applies without all of the reasons, and with any of them it does not. */
function checkReasons(
  rule: Rule<Match, string>,
  criteria: readonly string[],
  applies: (rule: Rule<Match, string>) => boolean,
): void {
  // Nothing has been drawn for a rule that another reason ruled out.
  const isDrawn = criteria.every((name) => name === 'probability')
  const certain = isDrawn ? rule : without(rule, ['probability'])
  assert.ok(applies(without(certain, criteria)))
  for (const name of criteria) {
    // The rule stands alone here.
    if (name === 'earlierRule') continue
    const others = criteria.filter((other) => other !== name)
    assert.ok(!applies(without(certain, others)), name)
  }
}

test('verdicts agree with what happens, and with what would happen without their reasons', () => {
  const drafts = fc.array(draft, { minLength: 1, maxLength: 5 })
  const subjects = fc.array(subject, { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(drafts, subjects, (rules, all) => {
      const two = openTwo(rules)
      for (const [nth, one] of all.entries()) {
        checkVerdicts(two, one, `${nth}`)
        two.told.clock.advance(1)
        two.silent.clock.advance(1)
      }
    }),
  )
})
