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

/** Sets variables one after the other, and prints the longest delays that follow from each. */
const script = (all: readonly object[]) => `
  for (const [nth, env] of ${JSON.stringify(all)}.entries()) {
    Object.assign(process.env, { DIALECT: '', LATENCY_MS: '', EXECUTION_DELAY_MS: '' }, env)
    // The variables are read when a module loads, and a query makes it another one.
    const { executionDelay, latencies } = await import(\`./step-definitions/support/settings.ts?\${nth}\`)
    const { place, cancel } = latencies
    console.log([place, cancel, executionDelay].map(({ longestMs }) => longestMs).join())
  }`

/** The longest latency of a placement and a cancellation, and the longest execution delay. */
const longestMs = (...all: Record<string, string>[]) =>
  execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script(all)], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n')

it('The delays are those of the dialect, unless variables state them', () => {
  assert.deepEqual(
    longestMs(
      {},
      { DIALECT },
      { DIALECT, LATENCY_MS: '5' },
      { DIALECT, EXECUTION_DELAY_MS: '6-7' },
    ),
    ['1000,1000,3000', '0,20,40', '5,5,40', '0,20,7'],
  )
})
