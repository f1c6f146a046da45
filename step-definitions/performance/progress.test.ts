import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { hearProgress, type Progress, tellProgress } from './progress.ts'

describe('How far a burst has come', () => {
  it('is told to whoever listens, to the very end', { timeout: 5000 }, async () => {
    const counts = { orders: 100, sent: 0, confirmed: 0, executed: 0 }
    const { promise: last, resolve } = Promise.withResolvers<Progress>()
    const stopHearing = hearProgress((progress) => progress.executed === 100 && resolve(progress))
    const stopTelling = tellProgress(() => counts)
    Object.assign(counts, { sent: 100, confirmed: 100, executed: 100 })
    stopTelling()
    stopTelling()
    try {
      const { elapsedMs, ...told } = await last
      assert.deepEqual(told, counts)
      assert.ok(elapsedMs >= 0)
    } finally {
      stopHearing()
    }
  })
})
