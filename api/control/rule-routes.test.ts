import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { problemIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { maxRules } from './rule-routes.ts'

const hold = { action: { does: 'hold' as const }, match: {} }

describe('The rules of a venue', () => {
  test('are limited in number for each kind, including ended ones', async () => {
    const { ask, post, open, venues } = openControl()
    await open({ name: 'mine' })
    const { outcomes } = venues.find('mine') ?? assert.fail()
    const add = () => post('/venues/mine/outcomes', { outcome: { does: 'hold' } })
    for (let nth = 1; nth < maxRules; nth++) outcomes.add(hold)

    assert.equal((await add()).status, 201)
    const { code, detail } = await problemIn(add())
    assert.equal(code, 'TOO_MANY_RULES')
    assert.equal(detail, 'A venue has at most 10000 rules of a kind.')

    assert.equal((await post('/venues/mine/breakpoints')).status, 201)
    assert.equal((await ask('DELETE', '/venues/mine/outcomes/outcome-1')).status, 204)
    assert.equal((await add()).status, 201)
  })
})
