import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { parseDelayRange } from './delay-range.ts'
import { latestAnswerMs, whyNotIndependent } from './latency-checks.ts'

describe('An answer', () => {
  const latest = (latency: string, ownMs = 0) =>
    latestAnswerMs(parseDelayRange('LATENCY_MS', latency), { mostMs: 500, machineMs: 100, ownMs })

  const cases: [latency: string, latestMs: number][] = [
    ['1000-10000', 10_500],
    ['100-1000', 1500],
    ['10-100', 300],
    ['0', 100],
  ]
  for (const [latency, latestMs] of cases) {
    it(`may take up to ${latestMs} ms if the latency is ${latency}`, () => {
      assert.equal(latest(latency), latestMs)
    })
  }

  it('may be late by twice the delay of the client’s own timers', () => {
    assert.equal(latest('10-100', 30), 360)
  })
})

const range = { shortestMs: 100, longestMs: 200 }

/** The reason for sixteen answers, by when each was requested and how long it took. */
const reasonFor = (sent: (nth: number) => number, took: (nth: number) => number, latency = range) =>
  whyNotIndependent(
    Array.from({ length: 16 }, (_, nth) => {
      const sentAt = sent(nth)
      return { sentAt, receivedAt: sentAt + took(nth) }
    }),
    latency,
  )

const atOnce = (nth: number) => nth / 10

describe('Independent latencies', () => {
  it('are recognized in thousands of bursts', () => {
    for (let seed = 1; seed <= 5000; seed += 1) {
      const random = xoroshiro128plus(seed)
      const drawn = () => 100 + ((random.next() >>> 0) / 2 ** 32) * 100
      assert.equal(reasonFor(atOnce, drawn), undefined, `seed ${seed}`)
      assert.equal(reasonFor(drawn, drawn), undefined, `seed ${seed}, sent at different times`)
    }
  })
})

describe('A shared latency', () => {
  it('is detected by its small spread', () => {
    assert.match(`${reasonFor(atOnce, (nth) => 150 + ((nth * 7) % 16))}`, /within 15 ms/)
  })

  it('is detected by the order of the answers if requests are served one after the other', () => {
    const served = (nth: number) => 150 + nth * 5 + (nth % 2) * 9
    assert.match(`${reasonFor(atOnce, served)}`, /in the order .* give or take 4 ms/)
    assert.match(`${reasonFor((nth) => nth * 6, served)}`, /in the order .* give or take 0 ms/)
  })

  it('is not detected by the order if no answer could have overtaken another', () => {
    const served = (nth: number) => 150 + nth * 5
    assert.equal(
      reasonFor((nth) => nth * 20, served),
      undefined,
    )
  })
})

describe('A constant latency', () => {
  it('allows answers in the order of the requests', () => {
    const constant = { shortestMs: 100, longestMs: 100 }
    assert.equal(
      reasonFor(atOnce, () => 100, constant),
      undefined,
    )
  })
})
