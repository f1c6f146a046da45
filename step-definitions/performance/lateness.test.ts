import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Lateness } from './lateness.ts'

describe('How late a client is', () => {
  it('is seen when it is busy', async () => {
    const lateness = new Lateness()
    lateness.watch()
    // Twice, since the first timer of a loaded process can come before the watch takes its first sample.
    await pause(10)
    await pause(10)
    const busyUntil = performance.now() + 80
    while (performance.now() < busyUntil);
    await pause(20)
    const { maxMs } = lateness.seen()
    assert.ok(maxMs >= 70, `it was late by ${maxMs} ms`)
  })
})
