import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSimulator } from '../../simulator.ts'
import { checkAction } from '../../test/support/console-actions.ts'
import * as module from './fault-actions.ts'
import { hitsText, isActive, ruleText } from './rule-text.ts'

const { stagings, listRules, removeRule, listHeld, releaseHeld, ruleKinds } = module
const kinds = Object.keys(ruleKinds) as module.RuleKind[]

const actions = [
  ...stagings.flatMap((group) => group.actions.map((stage) => stage('mine'))),
  ...kinds.flatMap((kind) => [listRules('mine', kind), removeRule('mine', kind, "it's/1")]),
  listHeld('mine'),
  releaseHeld('mine', { id: 'held 1' }),
]

for (const action of actions) {
  test(`${action.label} is shown as it is sent: ${action.path}`, () => checkAction(action, 'mine'))
}

test('every staging is accepted, and said in words', async (t) => {
  const venue = await createSimulator()
  t.after(() => venue.close())
  for (const { path, body } of stagings.flatMap(({ actions }) =>
    actions.map((add) => add('main')),
  )) {
    const reply = await fetch(`${venue.controlUrl}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    assert.equal(reply.status, 201, path)
  }
  const said: string[] = []
  for (const kind of kinds) {
    for (const rule of await venue[kind].list()) {
      assert.ok(isActive({ kind, rule }))
      said.push(`${ruleText({ kind, rule })}: ${hitsText({ kind, rule })}`)
    }
  }
  assert.deepEqual(said, [
    'reset before the commit: 0 of 1 applied, 0 matched',
    'reset after the commit: 0 of 1 applied, 0 matched',
    'answer 503 before the commit: 0 of 1 applied, 0 matched',
    'answer 503 after the commit: 0 of 1 applied, 0 matched',
    'delay 2000 ms after the commit: 0 of 1 applied, 0 matched',
    'truncate after the commit: 0 of 1 applied, 0 matched',
    'drop: 0 of 1 applied, 0 matched',
    'duplicate: 0 of 1 applied, 0 matched',
    'swap: 0 of 1 applied, 0 matched',
    'stall 2000 ms: 0 of 1 applied, 0 matched',
    'cut: 0 of 1 applied, 0 matched',
    'race, the execution wins: waits',
    'race, the cancellation wins: waits',
    'race, the seed decides: waits',
    'hold a request (endpoint POST /orders): 0 of 1 applied, 0 matched',
  ])
})
