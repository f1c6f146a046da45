import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { emptyHistory } from './history.ts'
import { readHistory } from './history-file.ts'

describe('The file of the history', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'history-'))
  })
  after(() => rm(folder, { recursive: true }))

  it('may be missing', async () => {
    assert.deepEqual(await readHistory(join(folder, 'none.json')), { history: emptyHistory })
  })

  it('is read as it was written', async () => {
    const at = '2026-11-30T17:00:00.000Z'
    const series = {
      target: 'our own server',
      profile: 'core',
      runs: [{ endedAt: at, tookMs: 1, kept: 1, broken: 0, ciUrl: 'https://ci.example/1' }],
      promises: { a: [{ at, isKept: true, tookMs: 1 }] },
    }
    const history = { schemaVersion: 1, series: [series] }
    await writeFile(join(folder, 'good.json'), JSON.stringify(history))
    assert.deepEqual(await readHistory(join(folder, 'good.json')), { history })
  })

  const foreign: [what: string, text: string][] = [
    ['cut off', '{"schemaVersion":1,"ser'],
    ['empty', ''],
    ['of another program', '[{"name":"allure"}]'],
    ['of a later version', '{"schemaVersion":2,"series":[]}'],
    ['of a hostile program', '{"schemaVersion":1,"series":[{"target":7}]}'],
    ['with a link that runs script', hostileLink()],
    ['too large', `"${'x'.repeat(2 ** 22)}"`],
  ]
  for (const [what, text] of foreign) {
    it(`is replaced if it is ${what}, with one line, and nothing is lost`, async () => {
      const path = join(folder, 'history.json')
      await writeFile(path, text)
      const { history, warning = '' } = await readHistory(path)
      assert.deepEqual(history, emptyHistory)
      assert.match(
        warning,
        /history\.json is not a history of this specification \(.+\)\. It is now/,
      )
      assert.ok(!warning.includes('\n') && warning.length < 600)
      assert.equal(await readFile(`${path}.unreadable`, 'utf8'), text)
      assert.ok(!(await readdir(folder)).includes('history.json'))
    })
  }
})

function hostileLink(): string {
  const run = { endedAt: '2026-11-30T17:00:00.000Z', tookMs: 1, kept: 1, broken: 0 }
  const runs = [{ ...run, ciUrl: 'javascript:alert(1)' }]
  return JSON.stringify({
    schemaVersion: 1,
    series: [{ target: '', profile: '', runs, promises: {} }],
  })
}
