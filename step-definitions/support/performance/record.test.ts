import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { faultsOfRecord, readBaseline } from './baseline.ts'
import type { Circumstances } from './circumstances.ts'
import { recordOf } from './make-record.ts'
import type { PerformanceRecord } from './record.ts'
import { askedWith, burstOf, inPeace } from './testing/samples.ts'

const asked = askedWith(
  { measure: 'executionDelay', figure: 'p99Ms', comparison: '<', limitMs: 3200 },
  { measure: 'fanOutLag', figure: 'p99Ms', comparison: '<', limitMs: 10 },
)
const { conditions } = asked
const busy = { ...inPeace, machineIdlePercent: 1 }
const folder = mkdtempSync(join(tmpdir(), 'papertape-'))

/** What is written to a file and read again. */
const written = (record: unknown) => {
  const path = join(folder, 'performance.json')
  writeFileSync(path, typeof record === 'string' ? record : JSON.stringify(record))
  return path
}

after(() => rmSync(folder, { recursive: true }))

describe('The record of a measurement', () => {
  it('is as its schema describes it, with every figure that could be measured', () => {
    const record = recordOf(burstOf(50, 1), inPeace, asked)
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
    const baseline = recordOf(burstOf(50, 2), inPeace, asked)
    const record = recordOf(samples, inPeace, { ...asked, baseline })
    assert.deepEqual(faultsOfRecord(JSON.parse(JSON.stringify(record))), [])
    assert.equal(record.figures.fanOutLag?.count, 100)
    assert.ok(!('placementOverhead' in record.figures))
    assert.equal(record.comparison?.baseline.measuredAt, baseline.measuredAt)
  })

  it('says when its client cannot be trusted', () => {
    assert.equal(recordOf(burstOf(50, 1), inPeace, asked).client.isTrusted, true)
    assert.equal(recordOf(burstOf(50, 1), busy, asked).client.isTrusted, false)
  })

  it('tells no difference where one of both clients cannot be trusted', () => {
    const verdicts = (then: Circumstances, now: Circumstances) => {
      const baseline = recordOf(burstOf(50, 1), then, asked)
      const { comparison } = recordOf(burstOf(50, 2, 2000), now, { ...asked, baseline })
      return comparison?.differences.slice(0, 2).map(({ verdict }) => verdict)
    }
    assert.deepEqual(verdicts(inPeace, inPeace), ['slower', 'slower'])
    assert.deepEqual(verdicts(busy, inPeace), ['not to be told', 'not to be told'])
    assert.deepEqual(verdicts(inPeace, busy), ['not to be told', 'not to be told'])
  })
})

describe('A baseline', () => {
  const record = recordOf(burstOf(50, 1), inPeace, asked)

  it('is read as it was written', () => {
    const read: PerformanceRecord = readBaseline(written(record), conditions)
    assert.deepEqual(read, JSON.parse(JSON.stringify(record)))
  })

  const others = { ...conditions.declared, latency: { shortestMs: 0, longestMs: 0 } }
  const mistakes: [what: string, record: unknown, reason: RegExp][] = [
    ['no JSON', '{', /cannot be read/],
    ['of another version', { ...record, schemaVersion: 2 }, /no record of a measurement/],
    ['without samples', { ...record, samples: [] }, /no record of a measurement/],
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
