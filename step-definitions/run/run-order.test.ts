import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import type { IFilterablePickle } from '@cucumber/cucumber/api'
import fc from 'fast-check'
import type { Claim } from '../support/profile.ts'
import { claims } from '../support/settings.ts'
import { times } from '../support/times.ts'
import { canStart, type Demand, demandOf, inRunOrder, runOrder } from './run-order.ts'

describe('A scenario', () => {
  const cases: [next: Demand, running: Demand[], may: boolean][] = [
    ['alone', [], true],
    ['alone', ['waiting'], false],
    ['waiting', ['alone'], false],
    ['waiting', ['cpu', 'waiting', 'quiet'], true],
    ['quiet', ['quiet', 'waiting'], true],
    ['quiet', ['cpu'], false],
    ['cpu', ['cpu', 'waiting'], true],
    ['inTime', ['cpu', 'waiting', 'inTime'], true],
    ['inTime', ['cpu', 'waiting', 'inTime', 'inTime'], false],
    ['inTime', ['alone'], false],
  ]
  for (const [next, running, may] of cases) {
    it(`${may ? 'may' : 'may not'} start: ${next} beside ${running.join(', ') || 'nothing'}`, () => {
      assert.equal(canStart(next, running), may)
    })
  }
})

/** Runs a function as if the target claimed this. */
function claiming<T>(claimed: readonly Claim[], run: () => T): T {
  const { mock: mocked } = mock.method(claims, 'has', (claim: Claim) => claimed.includes(claim))
  try {
    return run()
  } finally {
    mocked.restore()
  }
}

describe('The demand of a scenario, with the default delays,', () => {
  const demandWith = (claimed: readonly Claim[], ...tags: string[]) =>
    claiming(claimed, () => demandOf({ tags: tags.map((name) => ({ name })) }))

  it('is to act in time on a running clock', () => {
    assert.equal(demandWith(['core'], '@in-time'), 'inTime')
    assert.equal(demandWith(['core'], '@in-time', '@realtime'), 'inTime')
    assert.equal(demandWith(['core']), 'cpu')
    assert.equal(demandWith(['core'], '@realtime'), 'waiting')
  })

  it('is unchanged if the clock can be held, since few scenarios run at once', () => {
    assert.equal(demandWith(['control'], '@in-time'), 'cpu')
    assert.equal(demandWith(['control'], '@in-time', '@realtime'), 'waiting')
    assert.equal(demandWith(['control'], '@in-time', '@quiet'), 'quiet')
  })
})

describe('The run order', () => {
  it('spreads long waits over scenarios that need a core, and ends with measured ones', () => {
    const scenario = (name: string, tags: string[] = [], rows = 0) =>
      ({
        pickle: {
          name,
          tags: tags.map((one) => ({ name: one })),
          astNodeIds: ['', ...times(rows, () => '')],
        },
      }) as unknown as IFilterablePickle
    const scenarios = [
      scenario('alone', ['@alone']),
      scenario('quiet', ['@quiet']),
      scenario('quiet, many', ['@quiet', '@many-at-once']),
      scenario('wait 1', ['@realtime']),
      scenario('short wait', ['@realtime'], 1),
      scenario('wait 2', ['@realtime']),
      scenario('row', [], 1),
      ...times(3, (nth) => scenario(`cpu ${nth}`)),
    ]
    const ordered = claiming(['control'], () => inRunOrder(scenarios))
    assert.deepEqual(
      ordered.map(({ pickle }) => pickle.name),
      [
        ...['cpu 0', 'wait 1', 'cpu 1', 'cpu 2', 'wait 2', 'row'],
        ...['short wait', 'quiet, many', 'quiet', 'alone'],
      ],
    )
  })

  it('leaves no worker idle until only scenarios that run alone remain', () => {
    // As in the features, some scenarios wait, and longer than others need a CPU core.
    const shape = fc.record({
      cpu: fc.array(fc.integer({ min: 1, max: 10 }), { maxLength: 100 }),
      waiting: fc.array(fc.integer({ min: 11, max: 50 }), { minLength: 3, maxLength: 12 }),
      inTime: fc.constant<number[]>([]),
      quiet: fc.array(fc.integer({ min: 10, max: 20 }), { maxLength: 12 }),
      alone: fc.array(fc.integer({ min: 10, max: 60 }), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(shape, (lengths) => {
        const queue = runOrder.flatMap((demand) =>
          lengths[demand].map((ends) => ({ demand, ends })),
        )
        const left = new Set(leftWhenOneIdled(queue, 4))
        left.delete('alone')
        assert.deepEqual([...left], [])
      }),
    )
  })
})

describe('Many workers', () => {
  it('shrink to four for scenarios that must act in time, and finish all scenarios', () => {
    const shape = fc.record({
      cpu: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 14, maxLength: 60 }),
      inTime: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 4, maxLength: 20 }),
      alone: fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(shape, (lengths) => {
        const queue = (['cpu', 'inTime', 'alone'] as const).flatMap((demand) =>
          lengths[demand].map((ends) => ({ demand, ends })),
        )
        assert.deepEqual(mostAtOnce(queue, 14), {
          cpu: 14,
          inTime: 4,
          ...(lengths.alone.length > 0 && { alone: 1 }),
        })
      }),
    )
  })
})

interface Scenario {
  readonly demand: Demand
  /** In the queue its duration; while it runs, when it ends. */
  readonly ends: number
}

/** What remained in the queue when a worker could start nothing. */
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

/**
 * The most scenarios that ran when one of each demand started; a worker that can start nothing
 * leaves.
 */
function mostAtOnce(queue: Scenario[], workers: number): Partial<Record<Demand, number>> {
  const most: Partial<Record<Demand, number>> = {}
  const running: Scenario[] = []
  for (let remaining = workers; queue.length > 0; ) {
    const now = running.length < remaining ? undefined : endOfFirst(running)
    const demands = running.map(({ demand }) => demand)
    const next = queue.findIndex(({ demand }) => canStart(demand, demands))
    const [started] = next < 0 ? [] : queue.splice(next, 1)
    if (started) {
      running.push({ ...started, ends: started.ends + (now ?? 0) })
      most[started.demand] = Math.max(most[started.demand] ?? 0, running.length)
    } else {
      remaining -= 1
    }
  }
  return most
}

/** Ends the scenario that ends first; returns when. */
function endOfFirst(running: Scenario[]): number {
  running.sort((a, b) => b.ends - a.ends)
  return running.pop()?.ends ?? 0
}
