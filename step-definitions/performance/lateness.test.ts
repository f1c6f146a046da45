import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Lateness } from './lateness.ts'

describe('The lateness of a client', () => {
  it('is measured while it is busy', async () => {
    const lateness = new Lateness()
    lateness.watch()
    // Twice, because the first timer of a loaded process may fire before the first sample.
    await pause(10)
    await pause(10)
    const busyUntil = performance.now() + 80
    while (performance.now() < busyUntil);
    await pause(20)
    const { maxMs } = lateness.seen()
    assert.ok(maxMs >= 70, `it was late by ${maxMs} ms`)
  })
})
