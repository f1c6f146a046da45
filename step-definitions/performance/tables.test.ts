import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Circumstances } from './circumstances.ts'
import { burstRecordOf, recordOf } from './make-record.ts'
import {
  comparisonTable,
  differenceInWords,
  figuresTable,
  tablesOf,
  thresholdsTable,
  verdictInWords,
} from './tables.ts'
import { burstOf, burstsOf, reliable, settingsWith } from './testing/samples.ts'

const settings = settingsWith(
  { measure: 'executionDelay', figure: 'minMs', comparison: '<', limitMs: 5000 },
  { measure: 'fanOutLag', figure: 'p99Ms', comparison: '<', limitMs: 10 },
)

/** The cells of each row. */
const rowsOf = (table: string) =>
  table
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) => line.split('│').map((cell) => cell.trim()))

describe('The figures of a burst', () => {
  const bursts = [burstRecordOf(burstOf(50, 1), reliable)]
  const record = recordOf(bursts, settings)

  it('are beside what the declared delays predict', () => {
    const [head, , predicted] = rowsOf(figuresTable(1, record))
    const figures = ['mean', 'sd', 'min', 'p50', 'p95', 'p99', 'max']
    assert.deepEqual(head?.slice(1, -1), ['50 orders, 1 listener; ms', ...figures])
    const uniform = ['2250', '433', '1500', '2250', '2925', '2985', '3000']
    assert.deepEqual(predicted?.slice(1, -1), ['predicted', ...uniform])
  })

  it('name the number of bursts', () => {
    assert.match(figuresTable(5, record), /5 × 50 orders, 1 listener; ms/)
  })

  it('are omitted without a measurement', () => {
    assert.doesNotMatch(figuresTable(1, record), /fan-out/)
  })

  it('are beside their thresholds', () => {
    const [, kept, broken] = rowsOf(thresholdsTable(record))
    assert.deepEqual([kept?.[1], kept?.[3]], ['executionDelay.minMs < 5000', 'kept'])
    const unmeasured = ['fanOutLag.p99Ms < 10', 'not measured', 'broken']
    assert.deepEqual(broken?.slice(1, -1), unmeasured)
    assert.deepEqual(record.thresholds.map(verdictInWords).slice(1), [
      'fanOutLag.p99Ms < 10, observed: not measured',
    ])
  })

  it('need neither threshold nor baseline', () => {
    const plain = recordOf(bursts, { ...settings, thresholds: [] })
    assert.deepEqual([thresholdsTable(plain), comparisonTable(plain)], ['', ''])
  })
})

describe('A comparison with an earlier run', () => {
  const run = (circumstances: Circumstances, slowerMs = 0) =>
    burstsOf(10, 1, slowerMs).map((samples) => burstRecordOf(samples, circumstances))
  const after = (then: Circumstances, bursts = run(reliable, 2000)) =>
    recordOf(bursts, { ...settings, baseline: recordOf(run(then), settings) })

  it('shows by how much a figure is slower, and the confidence', () => {
    const { comparison } = after(reliable)
    const [slower] = comparison?.differences ?? []
    assert.ok(slower)
    const table = comparisonTable(after(reliable))
    const [, row] = rowsOf(table)
    assert.deepEqual([row?.[1], row?.[5]], ['execution delay, mean', 'slower'])
    assert.match(`${row?.[4]}`, /^\+\d+ and \+\d+$/)
    assert.match(
      differenceInWords(slower),
      /^executionDelay\.meanMs by \d{4} ms \(\d{4} to \d{4} ms\)$/,
    )
    assert.match(table, /Confidence in all verdicts together: about 95 %/)
    assert.doesNotMatch(table, /can be trusted/)
  })

  it('says if there are too few bursts, and how to run more', () => {
    const table = comparisonTable(after(reliable, run(reliable, 2000).slice(0, 2)))
    assert.match(table, /undecided/)
    assert.match(table, /at least 5 bursts .* in each run \(--repeat\)/)
    assert.match(table, /There were 5 of 5 in the baseline and 2 of 2 now/)
  })

  it('says if some bursts had an untrusted client', () => {
    const busy = { ...reliable, machineIdlePercent: 1 }
    const some = comparisonTable(after(reliable, [...run(reliable), ...run(busy).slice(0, 1)]))
    assert.match(
      some,
      /Only bursts with a trusted client were compared: 5 of 5 in the baseline and 5 of 6 now/,
    )
    const all = comparisonTable(after(busy))
    assert.match(all, /undecided/)
    assert.match(all, /There were 0 of 5 in the baseline and 5 of 5 now/)
  })
})

describe('After a burst', () => {
  const measured = burstRecordOf(burstOf(50, 1), reliable)
  const attached = (repetitions: number, isAgain = false) =>
    tablesOf(recordOf([measured], { ...settings, repetitions }), measured, {
      repetitions,
      isAgain,
    }).map(({ text, fileName }) => `${fileName}: ${text.split('\n')[0]?.replace(/┌.*/, 'a table')}`)

  it('its figures and thresholds are attached', () => {
    assert.deepEqual(attached(1), ['figures: a table', 'figures: a table'])
  })

  it('of several, only its own figures are attached until the last one', () => {
    assert.deepEqual(attached(2), ['figures of this burst: a table'])
  })

  it('that replaces another, the first line says which figures count', () => {
    const [line, ...tables] = attached(1, true)
    assert.match(
      line ?? '',
      /^figures: The burst was measured again, .* Only its figures below count/,
    )
    assert.deepEqual(tables, attached(1))
    assert.match(attached(2, true)[0] ?? '', /^figures: Burst 1 was measured again/)
  })
})
