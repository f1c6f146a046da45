import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock, type Instant } from '../../engine/index.ts'
import { createVisits, type Visit } from './in-flight-requests.ts'

/** How a request can wait, and how it is resumed. */
const waits: Record<string, (visits: ReturnType<typeof openVisits>) => () => void> = {
  'for time': ({ clock, begin }) => {
    begin((visit) => visit.wait(100))
    return () => clock.advance(100)
  },
  'for something that time ends': ({ clock, begin }) => {
    const due = clock.now() + 100
    begin((visit) => visit.pause<void>((goOn) => clock.at(due, goOn), due))
    return () => clock.advance(100)
  },
  'for somebody': ({ begin }) => {
    let resume = () => {}
    begin((visit) =>
      visit.pause<void>((goOn) => {
        resume = goOn
        return () => {}
      }),
    )
    return () => resume()
  },
}

/** Visits whose requests await so many turns before they wait, and again after that, and then have acted. */
function openVisits(turns: number) {
  const clock = createVirtualClock()
  const visits = createVisits(clock)
  const acted: Instant[] = []

  async function idle(): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await undefined
  }

  async function serve(visit: Visit, wait: (visit: Visit) => Promise<void>): Promise<void> {
    await idle()
    await wait(visit)
    await idle()
    acted.push(clock.now())
    visit.leave()
  }

  return {
    clock,
    visits,
    acted,
    begin: (wait: (visit: Visit) => Promise<void>) => void serve(visits.enter(undefined), wait),
  }
}

describe('The requests of a venue are settled', () => {
  for (const [what, prepare] of Object.entries(waits)) {
    for (const turns of [0, 1, 2, 3, 10, 100]) {
      test(`once one has acted that waited ${what}, with ${turns} turns on its way`, async () => {
        const open = openVisits(turns)
        const resume = prepare(open)
        await open.visits.settled()
        assert.deepEqual([open.visits.waiting, open.acted.length], [1, 0])

        resume()
        await open.visits.settled()

        assert.deepEqual([open.visits.waiting, open.acted], [0, [open.clock.now()]])
      })
    }
  }

  test('once all have acted of which one resumes the next', async () => {
    const { clock, visits, acted, begin } = openVisits(5)
    const resumes: (() => void)[] = []
    for (let nth = 0; nth < 10; nth++) {
      begin(async (visit) => {
        await visit.pause<void>((goOn) => {
          resumes.push(goOn)
          return () => {}
        })
        resumes[nth + 1]?.()
      })
    }
    await visits.settled()
    assert.equal(resumes.length, 10)

    resumes[0]?.()
    await visits.settled()

    assert.deepEqual(acted, Array(10).fill(clock.now()))
  })
})

describe('A request that is cut off', () => {
  test('never goes on, and cancels what it waited for', async () => {
    const { clock, visits, acted, begin } = openVisits(1)
    let cancelled = 0
    begin((visit) => visit.wait(100))
    begin((visit) => visit.pause<void>(() => () => cancelled++))
    await visits.settled()

    visits.cutOff()
    clock.advance(100)
    await visits.settled()

    assert.deepEqual([visits.waiting, cancelled, acted.length], [0, 1, 0])
    assert.equal(clock.nextDue(), undefined)
  })
})
