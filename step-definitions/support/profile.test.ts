import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadSources } from '@cucumber/cucumber/api'
import { claimsOf, contractClaims, parseProfile } from './profile.ts'

describe('A profile', () => {
  const parsed = (text: string) => [...parseProfile(text)]

  it('always has the core', () => {
    assert.deepEqual(parsed('core'), ['core'])
    assert.deepEqual(parsed('times'), ['core', 'times'])
  })

  it('has the claims that a claim implies', () => {
    assert.deepEqual(parsed('core, choosing'), ['core', 'choosing', 'heartbeats', 'positions'])
  })

  it('has all of the contract for `contract` and for `control`', () => {
    assert.deepEqual(parsed('contract'), ['core', ...contractClaims])
    assert.deepEqual(parsed('control'), ['core', ...contractClaims, 'control'])
    assert.deepEqual(parsed('outcome-header'), [...parsed('control'), 'outcome-header'])
  })

  for (const text of ['', 'pagination', 'core,,times', 'constructor']) {
    it(`is refused as "${text}", with the list of possible claims`, () => {
      assert.throws(
        () => parsed(text),
        /^Error: PROFILE must be .* core, contract, control, .*paging/,
      )
    })
  }
})

describe('A scenario', () => {
  const contract = contractClaims.map((claim) => `@${claim}`).join(' or ')

  it('has a tag for what must be claimed', async () => {
    assert.deepEqual(await scenarios(`not (@core or @control or ${contract})`), [])
  })

  it('belongs to the core, to the contract or to control, and to only one of them', async () => {
    assert.deepEqual(await scenarios(`@core and (@control or ${contract})`), [])
    assert.deepEqual(await scenarios(`@control and (${contract})`), [])
  })

  it('needs all the claims of its tags', () => {
    const tags = ['@realtime', '@paging', '@core'].map((name) => ({ name }))
    assert.deepEqual(claimsOf({ tags }), ['core', 'paging'])
  })
})

/** The scenarios that a tag expression selects. */
async function scenarios(tagExpression: string): Promise<string[]> {
  const { plan } = await loadSources({
    paths: ['features/**/*.feature'],
    defaultDialect: 'en',
    names: [],
    tagExpression,
    order: 'defined',
    shard: '',
  })
  return plan.map(({ uri, name }) => `${uri}: ${name}`)
}
