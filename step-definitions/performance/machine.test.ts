import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { watchMachine } from './machine.ts'

/** A processor that has spent so many milliseconds. */
const processor = (user: number, idle: number) => ({
  model: 'any',
  speed: 1,
  times: { user, nice: 0, sys: 0, idle, irq: 0 },
})

describe('How much of its time a machine has left', () => {
  it('is what its processors did not use since it is watched', () => {
    let seen = [processor(100, 900), processor(0, 1000)]
    const idlePercent = watchMachine(() => seen)
    seen = [processor(180, 920), processor(70, 1030)]
    assert.equal(idlePercent(), 25)
  })

  it('is all of it where nothing is known', () => {
    assert.equal(watchMachine(() => [])(), 100)
  })
})
