import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Circumstances } from './circumstances.ts'
import { burstRecordOf, recordOf } from './make-record.ts'
import {
  comparisonTable,
  differenceInWords,
  figuresTable,
  thresholdsTable,
  verdictInWords,
} from './tables.ts'
import { askedWith, burstOf, burstsOf, inPeace } from './testing/samples.ts'

const asked = askedWith(
  { measure: 'executionDelay', figure: 'minMs', comparison: '<', limitMs: 5000 },
  { measure: 'fanOutLag', figure: 'p99Ms', comparison: '<', limitMs: 10 },
)

/** The cells of each row, without the lines between them. */
const rowsOf = (table: string) =>
  table
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) => line.split('│').map((cell) => cell.trim()))

describe('The figures of a burst', () => {
  const bursts = [burstRecordOf(burstOf(50, 1), inPeace)]
  const record = recordOf(bursts, asked)

  it('stand beside what the declared delays predict', () => {
    const [head, , predicted] = rowsOf(figuresTable(1, record))
    const figures = ['mean', 'sd', 'min', 'p50', 'p95', 'p99', 'max']
    assert.deepEqual(head?.slice(1, -1), ['50 orders, 1 listener; ms', ...figures])
    const uniform = ['2250', '433', '1500', '2250', '2925', '2985', '3000']
    assert.deepEqual(predicted?.slice(1, -1), ['predicted', ...uniform])
  })

  it('say of how many bursts they are', () => {
    assert.match(figuresTable(5, record), /5 × 50 orders, 1 listener; ms/)
  })

  it('are left out where nothing was measured', () => {
    assert.doesNotMatch(figuresTable(1, record), /fan-out/)
  })

  it('stand beside the thresholds that were set for them', () => {
    const [, kept, broken] = rowsOf(thresholdsTable(record))
    assert.deepEqual([kept?.[1], kept?.[3]], ['executionDelay.minMs < 5000', 'kept'])
    const unmeasured = ['fanOutLag.p99Ms < 10', 'not measured', 'broken']
    assert.deepEqual(broken?.slice(1, -1), unmeasured)
    assert.deepEqual(record.thresholds.map(verdictInWords).slice(1), [
      'fanOutLag.p99Ms < 10, observed: not measured',
    ])
  })

  it('stand beside nothing where nothing was asked for', () => {
    const plain = recordOf(bursts, { ...asked, thresholds: [] })
    assert.deepEqual([thresholdsTable(plain), comparisonTable(plain)], ['', ''])
  })
})

describe('A comparison with an earlier run', () => {
  const run = (circumstances: Circumstances, slowerMs = 0) =>
    burstsOf(10, 1, slowerMs).map((samples) => burstRecordOf(samples, circumstances))
  const after = (then: Circumstances, bursts = run(inPeace, 2000)) =>
    recordOf(bursts, { ...asked, baseline: recordOf(run(then), asked) })

  it('tells by how much a figure became slower, and how sure that is', () => {
    const { comparison } = after(inPeace)
    const [slower] = comparison?.differences ?? []
    assert.ok(slower)
    const table = comparisonTable(after(inPeace))
    const [, row] = rowsOf(table)
    assert.deepEqual([row?.[1], row?.[5]], ['execution delay, mean', 'slower'])
    assert.match(`${row?.[4]}`, /^\+\d+ to \+\d+$/)
    assert.match(
      differenceInWords(slower),
      /^executionDelay\.meanMs by \d{4} ms \(\d{4} to \d{4} ms\)$/,
    )
    assert.match(table, /About 95 % sure of all verdicts together/)
    assert.doesNotMatch(table, /can be trusted/)
  })

  it('says where there are too few bursts, and how to play more', () => {
    const table = comparisonTable(after(inPeace, run(inPeace, 2000).slice(0, 2)))
    assert.match(table, /not to be told/)
    assert.match(table, /from at least 5 bursts of each .* \(--repeat\)/)
    assert.match(table, /Those were 5 of 5 then and 2 of 2 now/)
  })

  it('says where some of them had a client that cannot be trusted', () => {
    const busy = { ...inPeace, machineIdlePercent: 1 }
    const some = comparisonTable(after(inPeace, [...run(inPeace), ...run(busy).slice(0, 1)]))
    assert.match(some, /Compared were the bursts .* trusted: 5 of 5 then and 5 of 6 now/)
    const all = comparisonTable(after(busy))
    assert.match(all, /not to be told/)
    assert.match(all, /Those were 0 of 5 then and 5 of 5 now/)
  })
})
