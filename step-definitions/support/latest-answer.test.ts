import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDelayRange } from './delay-range.ts'
import { latestAnswerMs } from './latest-answer.ts'

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
    it(`may take up to ${latestMs} ms where the latency is ${latency}`, () => {
      assert.equal(latest(latency), latestMs)
    })
  }

  it('may be late by twice what whoever asked was late', () => {
    assert.equal(latest('10-100', 30), 360)
  })
})
