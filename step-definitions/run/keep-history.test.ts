import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { featureResultsIn } from '../reports/document/feature-results.ts'
import type { History } from '../reports/history/history.ts'
import { recordOf } from '../reports/testing/messages.ts'
import { parseProfile } from '../support/profile.ts'
import type { Target } from './target.ts'

const target: Target = {
  url: 'http://127.0.0.1:8080',
  profile: { claims: parseProfile('core'), source: '' },
  connectMs: 0,
  seed: '',
  latencyMs: '',
  executionDelayMs: '',
}
const rule = 'cancelling-an-order.an-order-can-be-cancelled-only-while-it-is-pending'
const failed = { own: { status: 'FAILED' } } as const
const run = (results = {}) => featureResultsIn(recordOf({ scenario: 'example', results }))

describe('The history of a folder of reports', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'))
    // Read when the modules below are imported.
    process.env.REPORTS = folder
  })
  after(() => rm(folder, { recursive: true }))

  const kept = async () =>
    JSON.parse(await readFile(join(folder, 'history.json'), 'utf8')) as History

  it('stays when the other reports of the last run are deleted', async () => {
    const { keepHistory } = await import('./keep-history.ts')
    const { deleteReports } = await import('../reports/files.ts')
    await keepHistory(target, run(), 1000)
    await writeFile(join(folder, 'junit.xml'), '')
    await deleteReports()
    assert.deepEqual(await readdir(folder), ['history.json'])
    const { past } = await keepHistory(target, run(failed), 1000)
    assert.equal(past.runs.length, 1)
    const [series] = (await kept()).series
    assert.equal(series?.target, target.url)
    assert.deepEqual(
      series?.promises[rule]?.map(({ isKept }) => isKept),
      [true, false],
    )
    assert.deepEqual(await readdir(folder), ['history.json'], 'no unfinished file remains')
  })

  it('starts anew from a damaged file, which stays beside it', async () => {
    const { keepHistory } = await import('./keep-history.ts')
    await writeFile(join(folder, 'history.json'), '{')
    const { warning, past } = await keepHistory(target, run(), 1000)
    assert.match(warning ?? '', /is not a history/)
    assert.deepEqual(past.runs, [])
    assert.equal((await kept()).series[0]?.runs.length, 1)
    assert.equal(await readFile(join(folder, 'history.json.unreadable'), 'utf8'), '{')
  })
})
