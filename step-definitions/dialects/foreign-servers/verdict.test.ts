import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allRules } from '../../mutants/run/rules.ts'
import { foreignServers } from './servers.ts'
import { verdictOn } from './verdict.ts'

const ended = (rule: string, failure?: string) => ({
  feature: 'Feature',
  rule,
  scenario: 'Example',
  failure,
  measuresTime: false,
})
const run = (exitCode: number | null, ...scenarios: ReturnType<typeof ended>[]) => ({
  scenarios,
  all: scenarios.length,
  isLate: false,
  exitCode,
})
const server = { breaks: ['Final'], mayBreak: ['Listed'] }

describe('The verdict on a foreign server', () => {
  it('is as expected if exactly the Rules that it breaks have failures', () => {
    assert.deepEqual(
      verdictOn(server, run(1, ended('Final', 'x'), ended('Final'), ended('Other'))),
      {
        broken: ['Final'],
        differences: [],
      },
    )
    const both = run(1, ended('Final', 'x'), ended('Listed', 'y'))
    assert.deepEqual(verdictOn(server, both), { broken: ['Final', 'Listed'], differences: [] })
    assert.deepEqual(verdictOn({ breaks: [] }, run(0, ended('Other'))).differences, [])
  })

  it('counts only Rules that ran', () => {
    assert.deepEqual(verdictOn(server, run(0, ended('Other'))).differences, [])
  })

  const unexpected: [what: string, found: ReturnType<typeof run>, difference: string][] = [
    [
      'a defect is missed',
      run(0, ended('Final')),
      'broken, but no scenario failed (if not judged, run it on an idle machine): Final',
    ],
    [
      'a kept promise is blamed',
      run(1, ended('Final', 'x'), ended('Other', 'y')),
      'blamed: Other (Example): y',
    ],
    ['no scenario ran', run(0), 'no scenario ran'],
    ['the exit code hides a failure', run(0, ended('Final', 'x')), 'exit code 0 instead of 1'],
    ['the run did not start', run(2, ended('Other')), 'exit code 2 instead of 0'],
    [
      'it broke off',
      { ...run(0, ended('Other')), all: 2, isLate: true },
      'it took too long\nonly 1 of 2 scenarios ended',
    ],
  ]
  for (const [what, found, difference] of unexpected) {
    it(`differs if ${what}`, () => {
      assert.equal(verdictOn(server, found).differences.join('\n'), difference)
    })
  }
})

describe('The foreign servers', () => {
  it('break Rules that exist, and have different names', () => {
    const rules = new Set(allRules().map(({ rule }) => rule))
    const named = foreignServers.flatMap(({ breaks, mayBreak = [] }) => [...breaks, ...mayBreak])
    assert.deepEqual(
      named.filter((rule) => !rules.has(rule)),
      [],
    )
    assert.equal(new Set(foreignServers.map(({ name }) => name)).size, foreignServers.length)
  })
})
