import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { distrust, Lateness } from './lateness.ts'

const seen = (p99Ms: number) => ({ meanMs: 1, p99Ms, maxMs: 100 })

describe('How late a client is', () => {
  it('is seen when it is busy', async () => {
    const lateness = new Lateness()
    lateness.watch()
    await pause(20)
    const busyUntil = performance.now() + 80
    while (performance.now() < busyUntil);
    await pause(20)
    const { maxMs } = lateness.seen()
    assert.ok(maxMs >= 70, `it was late by ${maxMs} ms`)
  })

  it('is no matter up to 50 ms, one time in a hundred', () => {
    assert.equal(distrust({ sending: seen(50), listening: seen(3) }), undefined)
  })

  it('is told, beyond that, of each of its parts', () => {
    assert.match(
      `${distrust({ sending: seen(51), listening: seen(3) })}`,
      /by more than 51 ms sending\./,
    )
    assert.match(
      `${distrust({ sending: seen(51), listening: seen(80) })}`,
      /not to be trusted.*more than 51 ms sending and 80 ms listening/,
    )
  })
})
