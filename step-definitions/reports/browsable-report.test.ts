import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { runInNewContext } from 'node:vm'
import { NotClaimed } from '../support/no-verdict.ts'
import { writeBrowsableReport } from './browsable-report.ts'
import { featureResultsIn } from './document/feature-results.ts'
import { type PlannedAttempt, recordOf } from './testing/messages.ts'

const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)> "\'&amp; ]]> \0'

const attempts: PlannedAttempt[] = [
  { scenario: 'ruleless' },
  {
    scenario: 'executed',
    results: { own: { status: 'FAILED', message: hostile } },
    attached: [{ mediaType: 'text/plain', fileName: hostile, body: hostile }],
  },
  {
    scenario: 'cancelled',
    results: { own: { status: 'SKIPPED' } },
    attached: [{ mediaType: 'text/plain', body: new NotClaimed('no paging').line }],
  },
]

describe('The report by feature', () => {
  let folder = ''
  const pages: string[] = []

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'))
    const conditions = { Target: 'http://localhost:8080', 'Name and version': hostile }
    const features = featureResultsIn(recordOf(...attempts))
    await writeBrowsableReport(features, { tookMs: 1500, conditions }, folder)
    const names = (await readdir(folder, { recursive: true })).filter((name) =>
      /\.html$/.test(name),
    )
    for (const name of names) pages.push(await readFile(join(folder, name), 'utf8'))
  })

  after(() => rm(folder, { recursive: true }))

  it('has an index, and a page for the feature', () => {
    assert.equal(pages.length, 2)
  })

  it('contains no markup of a server, and no broken script', () => {
    for (const page of pages) {
      assert.doesNotMatch(page, /<img src=x|<script>alert/)
      const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text)
      const [data = ''] = scripts.filter((text) => /Data = /.test(text ?? ''))
      // Throws a SyntaxError if a text ended the script.
      const shown = runInNewContext(
        `${data}; JSON.stringify(typeof chartData === 'object' ? chartData : featureData)`,
        { window: {} },
      ) as string
      assert.match(shown, /executed/)
    }
  })

  it('counts only what passed or failed, and says what it does not show', () => {
    const text = (pages[0] ?? '').replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
    assert.match(text, /Scenarios 1 failed, 1 passed Not shown here 1 not claimed Took 1\.5 s/)
    assert.match(text, / 1 Passed 1 Failed 0 Skipped /)
    for (const page of pages) assert.doesNotMatch(page, /no paging/)
  })

  it('does not name the user', () => {
    for (const page of pages) {
      assert.doesNotMatch(page, /Username|fa-user/)
      assert.ok(!page.includes(`>${userInfo().username}<`))
    }
  })
})
