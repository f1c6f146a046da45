import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { watchMachine } from './machine.ts'

/** A processor with these times in milliseconds. */
const processor = (user: number, idle: number) => ({
  model: 'any',
  speed: 1,
  times: { user, nice: 0, sys: 0, idle, irq: 0 },
})

describe('The idle time of a machine', () => {
  it('covers all processors since the start', () => {
    let seen = [processor(100, 900), processor(0, 1000)]
    const idlePercent = watchMachine(() => seen)
    seen = [processor(180, 920), processor(70, 1030)]
    assert.equal(idlePercent(), 25)
  })

  it('is 100 % without figures', () => {
    assert.equal(watchMachine(() => [])(), 100)
  })
})
