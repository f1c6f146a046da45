import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Circumstances } from './circumstances.ts'
import { recordOf } from './make-record.ts'
import {
  comparisonTable,
  differenceInWords,
  figuresTable,
  thresholdsTable,
  verdictInWords,
} from './tables.ts'
import { askedWith, burstOf, inPeace } from './testing/samples.ts'

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
  const record = recordOf(burstOf(50, 1), inPeace, asked)

  it('stand beside what the declared delays predict', () => {
    const [head, , predicted] = rowsOf(figuresTable(record))
    const figures = ['mean', 'sd', 'min', 'p50', 'p95', 'p99', 'max']
    assert.deepEqual(head?.slice(1, -1), ['50 orders, 1 listener; ms', ...figures])
    const uniform = ['2250', '433', '1500', '2250', '2925', '2985', '3000']
    assert.deepEqual(predicted?.slice(1, -1), ['predicted', ...uniform])
  })

  it('are left out where nothing was measured', () => {
    assert.doesNotMatch(figuresTable(record), /fan-out/)
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
    const plain = recordOf(burstOf(50, 1), inPeace, { ...asked, thresholds: [] })
    assert.deepEqual([thresholdsTable(plain), comparisonTable(plain)], ['', ''])
  })
})

describe('A comparison with an earlier run', () => {
  const after = (then: Circumstances) => {
    const baseline = recordOf(burstOf(50, 1), then, asked)
    return recordOf(burstOf(50, 2, 2000), inPeace, { ...asked, baseline })
  }

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
    assert.doesNotMatch(table, /not to be trusted/)
  })

  it('says where the earlier client cannot be trusted', () => {
    const table = comparisonTable(after({ ...inPeace, machineIdlePercent: 1 }))
    assert.match(table, /not to be told/)
    assert.match(table, /measured by a client that is not to be trusted/)
  })
})
