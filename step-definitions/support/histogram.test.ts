import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { histogramSvg } from './histogram.ts'

const range = { shortestMs: 1500, longestMs: 3000 }

/** What each bar says it counts, from left to right. */
const barsOf = (svg: string) =>
  [...svg.matchAll(/<rect [^>]*><title>(\d+)<\/title>/g)].map(([, count]) => Number(count))

describe('A histogram', () => {
  it('counts every delay in one bar, the longest included', () => {
    const bars = barsOf(histogramSvg('Execution delay', [1500, 1501, 2250, 2999, 3000], range))
    assert.equal(bars.length, 20)
    assert.deepEqual([bars.at(0), bars.at(10), bars.at(-1)], [2, 1, 2])
    assert.equal(
      bars.reduce((sum, count) => sum + count),
      5,
    )
  })

  it('widens to show delays outside the range instead of dropping them', () => {
    const bars = barsOf(histogramSvg('Execution delay', [1000, 2250, 3500], range))
    assert.deepEqual([bars.at(0), bars.at(-1)], [1, 1])
  })

  it('can be drawn of a constant delay', () => {
    const svg = histogramSvg('Latency', [250, 250], { shortestMs: 250, longestMs: 250 })
    assert.equal(barsOf(svg).at(0), 2)
    assert.doesNotMatch(svg, /NaN|Infinity/)
  })

  it('is XML whatever its title', () => {
    assert.match(histogramSvg('a < b & c', [1500], range), /<title>a &lt; b &amp; c<\/title>/)
  })
})
