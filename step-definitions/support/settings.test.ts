import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, it } from 'node:test'

const folder = mkdtempSync(join(tmpdir(), 'settings-'))
after(() => rmSync(folder, { recursive: true }))
const DIALECT = join(folder, 'dialect.json')
const delays = { latencyMs: 'POST /orders=0,*=10-20', executionDelayMs: '40' }
writeFileSync(DIALECT, JSON.stringify(delays))

const script = `
  import { executionDelay, latencies } from './step-definitions/support/settings.ts'
  const { place, cancel } = latencies
  console.log([place, cancel, executionDelay].map(({ longestMs }) => longestMs).join())`

/** The longest latency of a placement and a cancellation, and the longest execution delay. */
const longestMs = (env: Record<string, string>) =>
  execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], {
    env: { ...process.env, LATENCY_MS: '', EXECUTION_DELAY_MS: '', ...env },
    encoding: 'utf8',
  }).trim()

it('The delays are those of the dialect, unless variables state them', () => {
  assert.equal(longestMs({ DIALECT: '' }), '1000,1000,3000')
  assert.equal(longestMs({ DIALECT }), '0,20,40')
  assert.equal(longestMs({ DIALECT, LATENCY_MS: '5' }), '5,5,40')
  assert.equal(longestMs({ DIALECT, EXECUTION_DELAY_MS: '6-7' }), '0,20,7')
})
