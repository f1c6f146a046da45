import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { times } from '../../support/times.ts'
import { ecdfSvg } from './ecdf.ts'

const range = { shortestMs: 0, longestMs: 100 }

describe('A cumulative distribution', () => {
  it('marks the percentiles, also in its description', () => {
    const svg = ecdfSvg(
      'Latency',
      times(101, (index) => index),
      range,
    )
    const marks = [...svg.matchAll(/<title>(p\d\d \d+ ms)</g)].map(([, text]) => text)
    assert.deepEqual(marks, ['p50 50 ms', 'p95 95 ms', 'p99 99 ms'])
    assert.match(svg, /<text[^>]*>p50 50 ms, p95 95 ms, p99 99 ms<\/text>/)
    assert.match(svg, /<desc>[^<]*: p50 50 ms, p95 95 ms, p99 99 ms\.<\/desc>/)
  })

  it('coincides with the declared distribution for such delays', () => {
    const svg = ecdfSvg(
      'Latency',
      times(1001, (index) => index / 10),
      range,
    )
    const [declared = [], observed = []] = [...svg.matchAll(/<path d="(M[^"]*)" fill="none"/g)].map(
      ([, line = '']) => [...line.matchAll(/-?\d+(?:\.\d+)?/g)].map(Number),
    )
    // Both paths have the same ends.
    assert.deepEqual(
      [declared.slice(0, 2), declared.at(-1)],
      [observed.slice(0, 2), observed.at(-1)],
    )
  })

  it('supports a constant delay', () => {
    const svg = ecdfSvg('Latency', [250, 250], { shortestMs: 250, longestMs: 250 })
    assert.doesNotMatch(svg, /NaN|Infinity/)
  })
})
