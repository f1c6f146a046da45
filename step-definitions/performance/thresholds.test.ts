import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allFigures } from './measures.ts'
import { burstOf } from './testing/samples.ts'
import { parseThresholds, verdictOn } from './thresholds.ts'

const burst = { orders: 100, listeners: 1 }
const parse = (text: string | undefined) => parseThresholds(text, burst)

describe('Thresholds', () => {
  it('are separated by commas, semicolons or line ends', () => {
    const written =
      'executionDelay.p99Ms<3200, placementLatency.meanMs <= 600.5;announcementLag.minMs>-50\n'
    assert.deepEqual(parse(written), [
      { measure: 'executionDelay', figure: 'p99Ms', comparison: '<', limitMs: 3200 },
      { measure: 'placementLatency', figure: 'meanMs', comparison: '<=', limitMs: 600.5 },
      { measure: 'announcementLag', figure: 'minMs', comparison: '>', limitMs: -50 },
    ])
    assert.deepEqual([parse(undefined), parse('')], [[], []])
  })

  const mistakes: [text: string, reason: RegExp][] = [
    [
      'executionDelay.p98Ms<3200',
      /names executionDelay\.p98Ms, which does not exist\n.*executionDelay, .*\.p99Ms/,
    ],
    ['executionTime.p99Ms<3200', /names executionTime\.p99Ms, which does not exist/],
    ['executionDelay.count<3200', /does not exist/],
    [
      'executionDelay.p99Ms=3200',
      /must be a figure, one of < <= > >= and a number of milliseconds/,
    ],
    ['executionDelay.p99Ms<3s', /must be a figure/],
    ['executionDelay<3200', /must be a figure/],
    ['executionDelay.p99Ms<3200 placementLatency.meanMs<600', /must be a figure/],
    ['fanOutLag.p95Ms<20', /at least two listeners: set LISTENERS/],
  ]
  for (const [text, reason] of mistakes) {
    it(`are refused if one is "${text}"`, () => assert.throws(() => parse(text), reason))
  }

  it('include or exclude their limit', () => {
    const maxMs = 10
    const figures = { executionDelay: { ...onlyFigures, maxMs } }
    const isKept = (comparison: string) => {
      const [threshold] = parse(`executionDelay.maxMs${comparison}`)
      return threshold && verdictOn(threshold, figures).isKept
    }
    assert.deepEqual(['<10', '<=10', '>10', '>=10', '<11', '>9.9'].map(isKept), [
      false,
      true,
      false,
      true,
      true,
      true,
    ])
  })

  it('have the observed value', () => {
    const figures = allFigures(burstOf(100, 1))
    const [threshold] = parse('executionDelay.meanMs<5000')
    assert.ok(threshold)
    assert.deepEqual(verdictOn(threshold, figures), {
      threshold: 'executionDelay.meanMs < 5000',
      observedMs: figures.executionDelay?.meanMs,
      isKept: true,
    })
  })

  it('are broken if the figure could not be measured', () => {
    const [threshold] = parse('placementOverhead.meanMs<5000')
    assert.ok(threshold)
    assert.deepEqual(verdictOn(threshold, {}), {
      threshold: 'placementOverhead.meanMs < 5000',
      isKept: false,
    })
  })
})

const onlyFigures = { count: 2, meanMs: 0, sdMs: 0, minMs: 0, p50Ms: 0, p95Ms: 0, p99Ms: 0 }
