import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { onProgress, type Progress, publishProgress } from './progress.ts'

describe('The progress of a burst', () => {
  it('is published until the end', { timeout: 5000 }, async () => {
    const counts = { orders: 100, sent: 0, confirmed: 0, executed: 0 }
    const { promise: last, resolve } = Promise.withResolvers<Progress>()
    const stopHearing = onProgress((progress) => progress.executed === 100 && resolve(progress))
    const stopTelling = publishProgress(() => counts)
    Object.assign(counts, { sent: 100, confirmed: 100, executed: 100 })
    stopTelling()
    stopTelling()
    try {
      const { elapsedMs, ...rest } = await last
      assert.deepEqual(rest, counts)
      assert.ok(elapsedMs >= 0)
    } finally {
      stopHearing()
    }
  })
})
