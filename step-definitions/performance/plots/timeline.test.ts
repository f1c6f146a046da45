import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { burstOf } from '../testing/samples.ts'
import { timelineSvg } from './timeline.ts'

const range = { shortestMs: 1500, longestMs: 3000 }

/** The positions of the dots of a colour, from the first row to the last. */
function dotsOf(svg: string, ink: string): number[] {
  const [, path = ''] =
    new RegExp(`<path d="([^"]*)" stroke="var\\(--${ink}\\)" [^>]*round`).exec(svg) ?? []
  return [...path.matchAll(/M([\d.]+) [\d.]+h0/g)].map(([, across]) => Number(across))
}

describe('A timeline', () => {
  it('has a row per order, in the order of confirmation', () => {
    const svg = timelineSvg('The burst', burstOf(100, 1), range)
    const confirmed = dotsOf(svg, 'confirmed')
    assert.equal(confirmed.length, 100)
    assert.deepEqual(
      confirmed,
      confirmed.toSorted((a, b) => a - b),
    )
    for (const ink of ['sent', 'announced', 'executed']) assert.equal(dotsOf(svg, ink).length, 100)
  })

  it('shows a sample of many orders, and says so', () => {
    const svg = timelineSvg('The burst', burstOf(2500, 1), range)
    assert.match(svg, /2,500 orders \(500 shown\)/)
    assert.equal(dotsOf(svg, 'sent').length, 500)
  })

  it('stays small for a thousand orders', () => {
    const svg = timelineSvg('The burst', burstOf(1000, 1), range)
    assert.ok(Number(/height="(\d+)"/.exec(svg)?.[1]) <= 920)
    assert.ok(svg.length < 200_000, `${svg.length} characters`)
  })
})
