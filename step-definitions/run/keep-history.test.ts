import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { featureResultsIn } from '../reports/document/feature-results.ts'
import type { History } from '../reports/history/history.ts'
import { recordOf } from '../reports/testing/messages.ts'
import { parseProfile } from '../support/profile.ts'
import { keepHistory } from './keep-history.ts'
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

/** In a process of its own, because the folder is read from the environment once. */
function deleteReportsIn(folder: string): void {
  const files = new URL('../reports/files.ts', import.meta.url).href
  const code = `const { deleteReports } = await import('${files}'); deleteReports()`
  const env = { ...process.env, REPORTS: folder }
  execFileSync(process.execPath, ['--input-type=module', '--eval', code], { env })
}

describe('The history of a folder of reports', () => {
  let folder: string
  let historyFile: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'))
    historyFile = join(folder, 'history.json')
  })
  after(() => rm(folder, { recursive: true }))

  const kept = async () => JSON.parse(await readFile(historyFile, 'utf8')) as History

  it('stays when the other reports of the last run are deleted', async () => {
    await keepHistory(target, run(), 1000, historyFile)
    await writeFile(join(folder, 'junit.xml'), '')
    deleteReportsIn(folder)
    assert.deepEqual(await readdir(folder), ['history.json'])
    const { past } = await keepHistory(target, run(failed), 1000, historyFile)
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
    await writeFile(historyFile, '{')
    const { warning, past } = await keepHistory(target, run(), 1000, historyFile)
    assert.match(warning ?? '', /is not a history/)
    assert.deepEqual(past.runs, [])
    assert.equal((await kept()).series[0]?.runs.length, 1)
    assert.equal(await readFile(`${historyFile}.unreadable`, 'utf8'), '{')
  })
})
