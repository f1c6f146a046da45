import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { whyUntrusted } from './circumstances.ts'

const late = (p99Ms: number) => ({ meanMs: 1, p99Ms, maxMs: 100 })
const circumstances = (sendingMs: number, listeningMs: number, machineIdlePercent = 40) => ({
  lateness: { sending: late(sendingMs), listening: late(listeningMs) },
  machineIdlePercent,
})

describe('A measurement', () => {
  it('is trusted with a lateness of up to 50 ms and an idle time of at least 20 %', () => {
    assert.equal(whyUntrusted(circumstances(50, 50, 20)), undefined)
  })

  it('is not trusted if a thread of the client was later', () => {
    assert.match(`${whyUntrusted(circumstances(51, 3))}`, /\(p99: 51 ms sending\)\./)
    assert.match(
      `${whyUntrusted(circumstances(51, 80))}`,
      /cannot be trusted: the client .*51 ms sending, 80 ms listening\)\./,
    )
  })

  it('is not trusted if the machine was hardly idle', () => {
    assert.match(
      `${whyUntrusted(circumstances(3, 3, 19.4))}`,
      /cannot be trusted: its machine was only 19 % idle\./,
    )
    assert.match(
      `${whyUntrusted(circumstances(3, 80, 0))}`,
      /80 ms listening\), and its machine was only 0 %/,
    )
  })
})
