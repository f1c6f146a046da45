import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { times } from '../support/times.ts'
import { earlierBursts, faultsOfRecord, readBaseline } from './baseline.ts'
import type { Circumstances } from './circumstances.ts'
import { leastBursts } from './comparison.ts'
import { burstRecordOf, recordOf } from './make-record.ts'
import type { BurstRecord, PerformanceRecord } from './record.ts'
import { askedWith, burstOf, inPeace } from './testing/samples.ts'

const asked = askedWith(
  { measure: 'executionDelay', figure: 'p99Ms', comparison: '<', limitMs: 3200 },
  { measure: 'fanOutLag', figure: 'p99Ms', comparison: '<', limitMs: 10 },
)
const { conditions } = asked
const busy = { ...inPeace, machineIdlePercent: 1 }
const bursts = [burstRecordOf(burstOf(50, 1), inPeace)]
const folder = mkdtempSync(join(tmpdir(), 'papertape-'))

/** What so many bursts showed. */
const runOf = (
  count: number,
  {
    circumstances = inPeace,
    slowerMs = 0,
  }: { circumstances?: Circumstances; slowerMs?: number } = {},
) => times(count, (nth) => burstRecordOf(burstOf(20, nth, slowerMs), circumstances))

/** Which verdicts a comparison of them gives on the execution delay. */
const verdictsOn = (then: readonly BurstRecord[], now: readonly BurstRecord[]) =>
  recordOf(now, { ...asked, baseline: recordOf(then, asked) })
    .comparison?.differences.filter(({ measure }) => measure === 'executionDelay')
    .map(({ verdict }) => verdict)

/** What is written to a file and read again. */
const written = (record: unknown) => {
  const path = join(folder, 'performance.json')
  writeFileSync(path, typeof record === 'string' ? record : JSON.stringify(record))
  return path
}

after(() => rmSync(folder, { recursive: true }))

describe('The record of a measurement', () => {
  it('is as its schema describes it, with every figure that could be measured', () => {
    const record = recordOf(bursts, asked)
    assert.deepEqual(faultsOfRecord(JSON.parse(JSON.stringify(record))), [])
    assert.equal(record.figures.executionDelay?.count, 50)
    assert.deepEqual(
      record.thresholds.map(({ isKept }) => isKept),
      [true, false],
    )
    assert.ok(!('fanOutLag' in record.figures) && !('comparison' in record))
  })

  it('is so where nothing is disclosed, many listen, and it is compared', () => {
    const samples = burstOf(50, 1).map(({ disclosedWaitMs, ...order }) => ({
      ...order,
      announcedWithinMs: 1,
      executedWithinMs: 2,
    }))
    const baseline = recordOf([burstRecordOf(burstOf(50, 2), inPeace)], asked)
    const record = recordOf([burstRecordOf(samples, inPeace)], { ...asked, baseline })
    assert.deepEqual(faultsOfRecord(JSON.parse(JSON.stringify(record))), [])
    assert.equal(record.figures.fanOutLag?.count, 100)
    assert.ok(!('placementOverhead' in record.figures))
    assert.equal(record.comparison?.baseline.measuredAt, baseline.bursts[0]?.measuredAt)
  })

  it('is of all bursts together, and judges none of them before the last was played', () => {
    const [one, other] = [1, 2].map((seed) => burstRecordOf(burstOf(50, seed), inPeace))
    assert.ok(one && other)
    const settings = { ...asked, repetitions: 2, baseline: recordOf(bursts, asked) }
    const [begun, over] = [recordOf([one], settings), recordOf([one, other], settings)]
    assert.deepEqual([begun.thresholds, begun.comparison], [[], undefined])
    assert.deepEqual(faultsOfRecord(JSON.parse(JSON.stringify(begun))), [])
    assert.deepEqual([over.thresholds.length, over.comparison?.baseline.bursts], [2, 1])
    const means = [one, other, over].map(({ figures }) => figures.executionDelay?.meanMs ?? 0)
    assert.equal(over.figures.executionDelay?.count, 100)
    assert.equal(means[2], ((means[0] ?? 0) + (means[1] ?? 0)) / 2)
  })

  it('says when its client cannot be trusted', () => {
    assert.equal(burstRecordOf(burstOf(50, 1), inPeace).client.isTrusted, true)
    assert.equal(burstRecordOf(burstOf(50, 1), busy).client.isTrusted, false)
  })

  it('compares the bursts whose client can be trusted', () => {
    const trusted = runOf(leastBursts)
    const distrusted = runOf(20, { circumstances: busy, slowerMs: 5000 })
    const verdicts = verdictsOn(trusted, [...distrusted, ...trusted])
    assert.deepEqual(verdicts, Array(3).fill('no difference seen'))
  })

  it('tells which is slower from no fewer of them than show how one differs from the next', () => {
    const [before, after] = [runOf(leastBursts), runOf(leastBursts, { slowerMs: 2000 })]
    const [oneBusy] = runOf(1, { circumstances: busy, slowerMs: 2000 })
    assert.ok(oneBusy)
    assert.deepEqual(verdictsOn(before, after), Array(3).fill('slower'))
    for (const [then, now] of [
      [before.slice(1), after],
      [before, after.slice(1)],
      [before, [...after.slice(1), oneBusy]],
    ] as const) {
      assert.deepEqual(verdictsOn(then, now), Array(3).fill('not to be told'))
    }
  })

  it('is read for what the bursts showed that were played before', () => {
    assert.deepEqual(earlierBursts(join(folder, 'none.json')), [])
    const path = written(recordOf(bursts, asked))
    assert.deepEqual(earlierBursts(path), JSON.parse(JSON.stringify(bursts)))
  })
})

describe('A baseline', () => {
  const record = recordOf(bursts, asked)

  it('is read as it was written', () => {
    const read: PerformanceRecord = readBaseline(written(record), conditions)
    assert.deepEqual(read, JSON.parse(JSON.stringify(record)))
  })

  const others = { ...conditions.declared, latency: { shortestMs: 0, longestMs: 0 } }
  const mistakes: [what: string, record: unknown, reason: RegExp][] = [
    ['no JSON', '{', /cannot be read/],
    ['of another version', { ...record, schemaVersion: 1 }, /no record of a measurement/],
    ['without bursts', { ...record, bursts: [] }, /no record of a measurement/],
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
    it(`is refused when it is ${what}`, () => {
      assert.throws(() => readBaseline(written(other), conditions), reason)
    })
  }

  it('is refused when it is not there', () => {
    assert.throws(() => readBaseline(join(folder, 'nothing'), conditions), /cannot be read/)
  })
})
