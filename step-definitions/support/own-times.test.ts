import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { whyNotIndependent } from './own-times.ts'

const range = { shortestMs: 100, longestMs: 200 }

/** The reason for sixteen answers, by when each was asked for and how long it took. */
const reasonFor = (
  asked: (nth: number) => number,
  took: (nth: number) => number,
  latency = range,
) =>
  whyNotIndependent(
    Array.from({ length: 16 }, (_, nth) => {
      const sentAt = asked(nth)
      return { sentAt, receivedAt: sentAt + took(nth) }
    }),
    latency,
  )

const atOnce = (nth: number) => nth / 10

describe('Answers that wait for times of their own', () => {
  it('are known as such in thousands of bursts', () => {
    for (let seed = 1; seed <= 5000; seed += 1) {
      const random = xoroshiro128plus(seed)
      const drawn = () => 100 + ((random.next() >>> 0) / 2 ** 32) * 100
      assert.equal(reasonFor(atOnce, drawn), undefined, `seed ${seed}`)
      assert.equal(reasonFor(drawn, drawn), undefined, `seed ${seed}, each when its own turn came`)
    }
  })
})

describe('Answers that all wait for the same time', () => {
  it('are known by that where little is added to it', () => {
    assert.match(`${reasonFor(atOnce, (nth) => 150 + ((nth * 7) % 16))}`, /within 15 ms/)
  })

  it('are known by their order where they are served one after the other', () => {
    const served = (nth: number) => 150 + nth * 5 + (nth % 2) * 9
    assert.match(`${reasonFor(atOnce, served)}`, /in the order .* give or take 4 ms/)
    assert.match(`${reasonFor((nth) => nth * 6, served)}`, /in the order .* give or take 0 ms/)
  })

  it('are not known by their order where nobody could have overtaken anybody', () => {
    const served = (nth: number) => 150 + nth * 5
    assert.equal(
      reasonFor((nth) => nth * 20, served),
      undefined,
    )
  })
})

describe('Where the latency is constant', () => {
  it('nothing is said against answers that come in order', () => {
    const constant = { shortestMs: 100, longestMs: 100 }
    assert.equal(
      reasonFor(atOnce, () => 100, constant),
      undefined,
    )
  })
})
