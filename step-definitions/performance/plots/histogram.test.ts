import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { histogramSvg } from './histogram.ts'

const range = { shortestMs: 1500, longestMs: 3000 }

/** The counts in the titles of the bars, from left to right. */
const barsOf = (svg: string) =>
  [...svg.matchAll(/<title>([\d.]+) to ([\d.]+) ms: (\d+)<\/title>/g)].map(
    ([, from, to, count]) => ({
      from: Number(from),
      to: Number(to),
      count: Number(count),
    }),
  )

describe('A histogram', () => {
  it('counts every delay in one bar, the longest included', () => {
    const bars = barsOf(histogramSvg('Execution delay', [1500, 1501, 2250, 2999, 3000], range))
    assert.deepEqual(
      bars.filter(({ count }) => count > 0),
      [
        { from: 1500, to: 1600, count: 2 },
        { from: 2200, to: 2300, count: 1 },
        { from: 2900, to: 3000, count: 2 },
      ],
    )
  })

  it('widens to show delays outside the range instead of dropping them', () => {
    const bars = barsOf(histogramSvg('Execution delay', [1000, 2250, 3500], range))
    const holding = bars.filter(({ count }) => count > 0)
    assert.deepEqual(
      holding.map(({ from }) => from),
      [1000, 2200, 3400],
    )
  })

  it('says how many delays are beyond the range, and by how much', () => {
    const svg = histogramSvg('Execution delay', [1450, 2250, 3004, 3000], range)
    assert.match(svg, />4 observed\. Declared: uniform, 1,500 to 3,000 ms\.</)
    assert.match(svg, />2 beyond that range, by at most 50 ms: the client’s/)
    assert.match(svg, />beyond</)
    assert.equal(svg.match(/fill="var\(--beyond\)" fill-opacity="\.6" stroke/g)?.length, 2)
  })

  it('says so if none is beyond it', () => {
    const svg = histogramSvg('Execution delay', [1500, 2250, 3000], range)
    assert.match(svg, />None is beyond that range\.</)
    assert.doesNotMatch(svg, />beyond</)
  })

  it('expects equal counts within the range, and none outside', () => {
    const svg = histogramSvg('Execution delay', [1000, ...Array(99).fill(2000)], range)
    const [, line = ''] = /<path d="(M[^"]*)" fill="none"/.exec(svg) ?? []
    const levels = new Set([...line.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, level]) => level))
    assert.equal(levels.size, 2, line)
  })

  it('expects the observed counts for uniform delays', () => {
    const even = Array.from({ length: 100 }, (_, index) => 5 + 10 * index)
    const svg = histogramSvg('Execution delay', even, { shortestMs: 0, longestMs: 1000 })
    const [, level] = /<path d="M[\d.]+ ([\d.]+)H[^"]*" fill="none"/.exec(svg) ?? []
    const tops = [...svg.matchAll(/<path d="M[\d.]+ [\d.]+V([\d.]+)H/g)].map(([, top]) => top)
    const meanTop = tops.reduce((sum, top) => sum + Number(top), 0) / tops.length
    assert.ok(Math.abs(meanTop - Number(level)) < 1, `${level}, and not ${tops}`)
  })

  it('supports a constant delay', () => {
    const svg = histogramSvg('Latency', [250, 250], { shortestMs: 250, longestMs: 250 })
    assert.equal(barsOf(svg).find(({ count }) => count > 0)?.count, 2)
    assert.doesNotMatch(svg, /NaN|Infinity/)
  })
})
