import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { countsIn } from './junit.ts'
import { summaryOf } from './summary.ts'

const unit = {
  name: 'unit',
  isOk: true,
  tookMs: 41_200,
  counts: { passed: 1640, failed: 0, skipped: 4 },
  output: '',
}
const lint = { name: 'lint', isOk: false, tookMs: 9000, output: 'a lint line' }

describe('The summary', () => {
  it('has a line for each part and a verdict', () => {
    const text = stripVTControlCharacters(summaryOf([unit, { ...lint, isOk: true }], 80_000))
    assert.deepEqual(text.split(/\n/), [
      '',
      '         passed   failed  skipped     time',
      'unit       1640        0        4     41 s',
      'lint        yes                        9 s',
      'All passed in 80 s',
      '',
    ])
  })

  it('names the failed parts', () => {
    const text = stripVTControlCharacters(summaryOf([unit, lint], 80_000))
    assert.match(text, /^lint {17}yes {15}9 s\nFailed: lint in 80 s$/m)
  })
})

describe('The counts in a JUnit report', () => {
  it('are read from its head', () => {
    const head =
      '<testsuite name="cucumber" time="40" tests="10" skipped="2" failures="1" errors="1">'
    const report = `<?xml version="1.0"?>\n${head}<testcase name="x" tests="99"/></testsuite>`
    assert.deepEqual(countsIn(report), { passed: 6, failed: 2, skipped: 2 })
  })

  it('are undefined without a report', () => {
    assert.equal(countsIn(''), undefined)
  })
})
