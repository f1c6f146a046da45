import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { distrust } from './circumstances.ts'

const late = (p99Ms: number) => ({ meanMs: 1, p99Ms, maxMs: 100 })
const circumstances = (sendingMs: number, listeningMs: number, machineIdlePercent = 40) => ({
  lateness: { sending: late(sendingMs), listening: late(listeningMs) },
  machineIdlePercent,
})

describe('A measurement', () => {
  it('is trusted where the client was late by up to 50 ms, and its machine 80 % busy', () => {
    assert.equal(distrust(circumstances(50, 50, 20)), undefined)
  })

  it('is not where a part of the client was later', () => {
    assert.match(`${distrust(circumstances(51, 3))}`, /by more than 51 ms sending\./)
    assert.match(
      `${distrust(circumstances(51, 80))}`,
      /not to be trusted: the client .*more than 51 ms sending and 80 ms listening\./,
    )
  })

  it('is not where the machine had hardly any time left', () => {
    assert.match(
      `${distrust(circumstances(3, 3, 19.4))}`,
      /not to be trusted: its machine had 19 % of its time left\./,
    )
    assert.match(`${distrust(circumstances(3, 80, 0))}`, /80 ms listening, and its machine had 0 %/)
  })
})
