import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import fc from 'fast-check'
import type { Claim } from '../support/profile.ts'
import { claims } from '../support/settings.ts'
import { canStart, type Demand, demandOf, runOrder } from './run-order.ts'

describe('Whether a scenario may begin', () => {
  const cases: [next: Demand, running: Demand[], may: boolean][] = [
    ['everything', [], true],
    ['everything', ['time'], false],
    ['time', ['everything'], false],
    ['time', ['core', 'time', 'quiet'], true],
    ['quiet', ['quiet', 'time'], true],
    ['quiet', ['core'], false],
    ['core', ['core', 'time'], true],
    ['place', ['core', 'time', 'place'], true],
    ['place', ['core', 'time', 'place', 'place'], false],
    ['place', ['everything'], false],
  ]
  for (const [next, running, may] of cases) {
    it(`${may ? 'it may' : 'it may not'}: ${next} beside ${running.join(', ') || 'nothing'}`, () => {
      assert.equal(canStart(next, running), may)
    })
  }
})

describe('What a scenario asks of the machine, with the usual delays,', () => {
  const demandWith = (claimed: readonly Claim[], ...tags: string[]) => {
    const { mock: told } = mock.method(claims, 'has', (claim: Claim) => claimed.includes(claim))
    try {
      return demandOf({ tags: tags.map((name) => ({ name })) })
    } finally {
      told.restore()
    }
  }

  it('is to be one of a few where somebody has to be in time in real time', () => {
    assert.equal(demandWith(['core'], '@in-time'), 'place')
    assert.equal(demandWith(['core'], '@in-time', '@realtime'), 'place')
    assert.equal(demandWith(['core']), 'core')
    assert.equal(demandWith(['core'], '@realtime'), 'time')
  })

  it('is no more than ever where time can be held, since few run at once there', () => {
    assert.equal(demandWith(['control'], '@in-time'), 'core')
    assert.equal(demandWith(['control'], '@in-time', '@realtime'), 'time')
    assert.equal(demandWith(['control'], '@in-time', '@quiet'), 'quiet')
  })
})

describe('The order of the scenarios', () => {
  it('leaves no worker idle while there is something that need not run alone', () => {
    // As in the features: there are some that wait, and for longer than another needs a core.
    const shape = fc.record({
      core: fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 100 }),
      time: fc.array(fc.integer({ min: 11, max: 50 }), { minLength: 3, maxLength: 12 }),
      place: fc.constant<number[]>([]),
      quiet: fc.array(fc.integer({ min: 10, max: 20 }), { maxLength: 12 }),
      everything: fc.array(fc.integer({ min: 10, max: 60 }), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(shape, (lengths) => {
        const queue = runOrder.flatMap((demand) =>
          lengths[demand].map((ends) => ({ demand, ends })),
        )
        const left = new Set(leftWhenOneIdled(queue, 4))
        left.delete('everything')
        assert.deepEqual([...left], [])
      }),
    )
  })
})

describe('A crowd of scenarios', () => {
  it('leaves as many workers as there are places, and goes on until all are done', () => {
    const shape = fc.record({
      core: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 14, maxLength: 60 }),
      place: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 4, maxLength: 20 }),
      everything: fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(shape, (lengths) => {
        const queue = (['core', 'place', 'everything'] as const).flatMap((demand) =>
          lengths[demand].map((ends) => ({ demand, ends })),
        )
        assert.deepEqual(mostAtOnce(queue, 14), {
          core: 14,
          place: 4,
          ...(lengths.everything.length > 0 && { everything: 1 }),
        })
      }),
    )
  })
})

interface Scenario {
  readonly demand: Demand
  /** How long it takes, and, while it runs, when it ends. */
  readonly ends: number
}

/** What was still to be done when a worker found nothing that may begin. */
function leftWhenOneIdled(queue: Scenario[], workers: number): Demand[] {
  const running: Scenario[] = []
  let now = 0
  while (queue.length > 0) {
    if (running.length === workers) now = endOfFirst(running)
    const demands = running.map(({ demand }) => demand)
    const next = queue.findIndex(({ demand }) => canStart(demand, demands))
    if (next < 0) break
    for (const { demand, ends } of queue.splice(next, 1)) running.push({ demand, ends: now + ends })
  }
  return queue.map(({ demand }) => demand)
}

/** How many run at once when one of a kind begins, at most, where a worker that finds nothing that may is gone. */
function mostAtOnce(queue: Scenario[], workers: number): Partial<Record<Demand, number>> {
  const most: Partial<Record<Demand, number>> = {}
  const running: Scenario[] = []
  for (let left = workers; queue.length > 0; ) {
    const now = running.length < left ? undefined : endOfFirst(running)
    const demands = running.map(({ demand }) => demand)
    const next = queue.findIndex(({ demand }) => canStart(demand, demands))
    const [begun] = next < 0 ? [] : queue.splice(next, 1)
    if (begun) {
      running.push({ ...begun, ends: begun.ends + (now ?? 0) })
      most[begun.demand] = Math.max(most[begun.demand] ?? 0, running.length)
    } else {
      left -= 1
    }
  }
  return most
}

/** Ends the one that is the first to end, and tells when that was. */
function endOfFirst(running: Scenario[]): number {
  running.sort((a, b) => b.ends - a.ends)
  return running.pop()?.ends ?? 0
}
