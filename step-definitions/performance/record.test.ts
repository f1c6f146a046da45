import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { times } from '../support/times.ts'
import { earlierBursts, faultsOfRecord, readBaseline } from './baseline.ts'
import type { Circumstances } from './circumstances.ts'
import { minBursts } from './comparison.ts'
import { burstRecordOf, recordOf } from './make-record.ts'
import type { BurstRecord, PerformanceRecord } from './record.ts'
import { burstOf, reliable, settingsWith } from './testing/samples.ts'

const settings = settingsWith(
  { measure: 'executionDelay', figure: 'p99Ms', comparison: '<', limitMs: 3200 },
  { measure: 'fanOutLag', figure: 'p99Ms', comparison: '<', limitMs: 10 },
)
const { conditions } = settings
const busy = { ...reliable, machineIdlePercent: 1 }
const bursts = [burstRecordOf(burstOf(50, 1), reliable)]
const folder = mkdtempSync(join(tmpdir(), 'papertape-'))

/** A run of this many bursts. */
const runOf = (
  count: number,
  {
    circumstances = reliable,
    slowerMs = 0,
  }: { circumstances?: Circumstances; slowerMs?: number } = {},
) => times(count, (nth) => burstRecordOf(burstOf(20, nth, slowerMs), circumstances))

/** The verdicts on the execution delay. */
const verdictsOn = (then: readonly BurstRecord[], now: readonly BurstRecord[]) =>
  recordOf(now, { ...settings, baseline: recordOf(then, settings) })
    .comparison?.differences.filter(({ measure }) => measure === 'executionDelay')
    .map(({ verdict }) => verdict)

/** The path of a file with this record. */
const written = (record: unknown) => {
  const path = join(folder, 'performance.json')
  writeFileSync(path, typeof record === 'string' ? record : JSON.stringify(record))
  return path
}

after(() => rmSync(folder, { recursive: true }))

describe('The record of a measurement', () => {
  it('conforms to its schema, with all measured figures', () => {
    const record = recordOf(bursts, settings)
    assert.deepEqual(faultsOfRecord(JSON.parse(JSON.stringify(record))), [])
    assert.equal(record.figures.executionDelay?.count, 50)
    assert.deepEqual(
      record.thresholds.map(({ isKept }) => isKept),
      [true, false],
    )
    assert.ok(!('fanOutLag' in record.figures) && !('comparison' in record))
  })

  it('conforms without disclosed waits, with many listeners and with a comparison', () => {
    const samples = burstOf(50, 1).map(({ disclosedWaitMs, ...order }) => ({
      ...order,
      announcedWithinMs: 1,
      executedWithinMs: 2,
    }))
    const baseline = recordOf([burstRecordOf(burstOf(50, 2), reliable)], settings)
    const record = recordOf([burstRecordOf(samples, reliable)], { ...settings, baseline })
    assert.deepEqual(faultsOfRecord(JSON.parse(JSON.stringify(record))), [])
    assert.equal(record.figures.fanOutLag?.count, 100)
    assert.ok(!('placementOverhead' in record.figures))
    assert.equal(record.comparison?.baseline.measuredAt, baseline.bursts[0]?.measuredAt)
  })

  it('covers all bursts, and is judged only after the last', () => {
    const [one, other] = [1, 2].map((seed) => burstRecordOf(burstOf(50, seed), reliable))
    assert.ok(one && other)
    const two = { ...settings, repetitions: 2, baseline: recordOf(bursts, settings) }
    const [begun, over] = [recordOf([one], two), recordOf([one, other], two)]
    assert.deepEqual([begun.thresholds, begun.comparison], [[], undefined])
    assert.deepEqual(faultsOfRecord(JSON.parse(JSON.stringify(begun))), [])
    assert.deepEqual([over.thresholds.length, over.comparison?.baseline.bursts], [2, 1])
    const means = [one, other, over].map(({ figures }) => figures.executionDelay?.meanMs ?? 0)
    assert.equal(over.figures.executionDelay?.count, 100)
    assert.equal(means[2], ((means[0] ?? 0) + (means[1] ?? 0)) / 2)
  })

  it('says whether its client is trusted', () => {
    assert.equal(burstRecordOf(burstOf(50, 1), reliable).client.isTrusted, true)
    assert.equal(burstRecordOf(burstOf(50, 1), busy).client.isTrusted, false)
  })

  it('compares the bursts with a trusted client', () => {
    const trusted = runOf(minBursts)
    const distrusted = runOf(20, { circumstances: busy, slowerMs: 5000 })
    const verdicts = verdictsOn(trusted, [...distrusted, ...trusted])
    assert.deepEqual(verdicts, Array(3).fill('no difference seen'))
  })

  it('decides nothing with too few of them', () => {
    const [before, after] = [runOf(minBursts), runOf(minBursts, { slowerMs: 2000 })]
    const [oneBusy] = runOf(1, { circumstances: busy, slowerMs: 2000 })
    assert.ok(oneBusy)
    assert.deepEqual(verdictsOn(before, after), Array(3).fill('slower'))
    for (const [then, now] of [
      [before.slice(1), after],
      [before, after.slice(1)],
      [before, [...after.slice(1), oneBusy]],
    ] as const) {
      assert.deepEqual(verdictsOn(then, now), Array(3).fill('undecided'))
    }
  })

  it('has the earlier bursts of the run', () => {
    assert.deepEqual(earlierBursts(join(folder, 'none.json')), [])
    const path = written(recordOf(bursts, settings))
    assert.deepEqual(earlierBursts(path), JSON.parse(JSON.stringify(bursts)))
  })
})

describe('A baseline', () => {
  const record = recordOf(bursts, settings)

  it('is the record that was written', () => {
    const read: PerformanceRecord = readBaseline(written(record), conditions)
    assert.deepEqual(read, JSON.parse(JSON.stringify(record)))
  })

  const others = { ...conditions.declared, latency: { shortestMs: 0, longestMs: 0 } }
  const mistakes: [what: string, record: unknown, reason: RegExp][] = [
    ['no JSON', '{', /cannot be read/],
    ['of another version', { ...record, schemaVersion: 1 }, /not a record of a measurement/],
    ['without bursts', { ...record, bursts: [] }, /not a record of a measurement/],
    [
      'of other delays',
      { ...record, declared: others },
      /then the target declared a latency of 0 ms/,
    ],
    [
      'of another burst',
      { ...record, orders: 100 },
      /then there were 100 orders, 1 listener, now there are 50/,
    ],
  ]
  for (const [what, other, reason] of mistakes) {
    it(`is refused if it is ${what}`, () => {
      assert.throws(() => readBaseline(written(other), conditions), reason)
    })
  }

  it('is refused if it is missing', () => {
    assert.throws(() => readBaseline(join(folder, 'nothing'), conditions), /cannot be read/)
  })
})
