import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, it } from 'node:test'
import { writeWhole } from './write-file.ts'

let folder = ''
describe('Reports', () => {
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'))
    // Nothing can be written to a folder as if it were a file.
    await mkdir(join(folder, 'junit.xml.unfinished'))
  })
  after(() => rm(folder, { recursive: true }))

  describe('A report that cannot be written', () => {
    it('is missing, not half there', async () => {
      await assert.rejects(writeWhole(join(folder, 'junit.xml'), 'x'), /EISDIR/)
      assert.deepEqual(await readdir(folder), ['junit.xml.unfinished'])
    })

    it('ends the run with one line and exit code 2', async () => {
      const run = spawn(
        process.execPath,
        ['step-definitions/run/start.ts', 'features/checking-a-ticket.feature', '--parallel', '0'],
        { env: { ...process.env, REPORTS: folder, BASE_URL: '' } },
      )
      const [errors, [code]] = await Promise.all([text(run.stderr), once(run, 'close')])
      assert.equal(code, 2)
      const lines = errors.split('\n').filter((line) => line !== '')
      assert.equal(lines.length, 1, errors)
      assert.match(lines[0] ?? '', /^Cannot write the reports to .*: EISDIR: [\w ]+\.$/)
      assert.deepEqual(await readdir(folder), ['history.json', 'junit.xml.unfinished'])
    })
  })
})
