import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadSources } from '@cucumber/cucumber/api'
import { claimsOf, contractClaims, parseProfile } from './profile.ts'

describe('A profile', () => {
  const told = (text: string) => [...parseProfile(text)]

  it('has the core in any case', () => {
    assert.deepEqual(told('core'), ['core'])
    assert.deepEqual(told('times'), ['core', 'times'])
  })

  it('has what else a thing is had with', () => {
    assert.deepEqual(told('core, choosing'), ['core', 'choosing', 'heartbeats', 'positions'])
  })

  it('has all of the contract under its name, and under that of control', () => {
    assert.deepEqual(told('contract'), ['core', ...contractClaims])
    assert.deepEqual(told('control'), ['core', ...contractClaims, 'control'])
    assert.deepEqual(told('outcome-header'), [...told('control'), 'outcome-header'])
  })

  for (const text of ['', 'pagination', 'core,,times', 'constructor']) {
    it(`is refused as "${text}", and told what can be claimed`, () => {
      assert.throws(
        () => told(text),
        /^Error: PROFILE must be .* core, contract, control, .*paging/,
      )
    })
  }
})

describe('A scenario', () => {
  const contract = contractClaims.map((claim) => `@${claim}`).join(' or ')

  it('says what has to be claimed for it', async () => {
    assert.deepEqual(await scenarios(`not (@core or @control or ${contract})`), [])
  })

  it('is of the core, of the contract or of control, and not of two of them', async () => {
    assert.deepEqual(await scenarios(`@core and (@control or ${contract})`), [])
    assert.deepEqual(await scenarios(`@control and (${contract})`), [])
  })

  it('applies where all is claimed that it is tagged with', () => {
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
