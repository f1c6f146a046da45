import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock, type Reason } from '../../engine/index.ts'
import { createJournal } from './journal.ts'
import { createMessageVerdicts } from './message-verdicts.ts'
import { RuleVerdicts } from './rule-verdicts.ts'

const verdictOn = (rule: string, reasons: readonly Reason[] = []) => ({
  kind: 'fault',
  rule,
  match: {},
  action: {},
  reasons,
})

const reason = { criterion: 'symbol' }

/** The verdicts on as many rules. */
function verdictsOn(count: number): RuleVerdicts {
  const verdicts = new RuleVerdicts()
  for (let rule = 1; rule <= count; rule++) verdicts.add(verdictOn(`fault-${rule}`, [reason]))
  return verdicts
}

describe('The verdicts on a request', () => {
  test('keep the closest one on each rule', () => {
    const verdicts = new RuleVerdicts()
    verdicts.add(verdictOn('fault-1', [reason, reason]))
    verdicts.add(verdictOn('fault-1'))
    verdicts.add(verdictOn('fault-1', [reason]))

    assert.deepEqual(verdicts.all, [verdictOn('fault-1')])
    assert.equal(verdicts.isPartial, false)
  })

  test('are 50 at most, the closest, in the order of the tests', () => {
    const verdicts = verdictsOn(60)
    verdicts.add(verdictOn('fault-61'))

    const rules = verdicts.all.map(({ rule }) => rule)
    assert.deepEqual([rules.length, rules[0], rules.at(-1)], [50, 'fault-1', 'fault-61'])
    assert.equal(verdicts.isPartial, true)
  })

  test('count to the size of its entry', () => {
    const journal = createJournal(createVirtualClock())
    const request = { kind: 'request', method: 'GET', target: '/', headers: {} } as const
    const weights = [0, 50].map((count) => {
      const entry = journal.begin({ ...request, body: undefined })
      entry.why = verdictsOn(count)
      journal.end(entry, { status: 200, clientLeft: false, body: undefined })
      return entry.weight
    })
    assert.equal((weights[1] ?? 0) - (weights[0] ?? 0), 50 * 200)
  })
})

describe('The verdicts on messages', () => {
  test('are kept for 10,000 rules, and older ones are known to be dropped', () => {
    const messages = createMessageVerdicts()
    for (let position = 1; position <= 1000; position++) messages.add(position, verdictsOn(50))
    for (const position of [1, 800]) assert.equal(messages.of(position), 'dropped')
    for (const position of [801, 1000]) {
      assert.ok(messages.of(position) instanceof RuleVerdicts, `${position}`)
    }
    assert.equal(messages.of(1001), undefined)
  })
})
