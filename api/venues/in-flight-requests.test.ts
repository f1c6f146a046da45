import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock, type Instant } from '../../engine/index.ts'
import { createInFlightRequests, type InFlightRequest } from './in-flight-requests.ts'

/** How a request can wait, and how it is resumed. */
const waits: Record<string, (requests: ReturnType<typeof openVisits>) => () => void> = {
  'for time': ({ clock, begin }) => {
    begin((inFlight) => inFlight.wait(100))
    return () => clock.advance(100)
  },
  'for something that time ends': ({ clock, begin }) => {
    const due = clock.now() + 100
    begin((inFlight) => inFlight.pause<void>((goOn) => clock.schedule(due, goOn), due))
    return () => clock.advance(100)
  },
  'for somebody': ({ begin }) => {
    let resume = () => {}
    begin((inFlight) =>
      inFlight.pause<void>((goOn) => {
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
  const requests = createInFlightRequests(clock)
  const acted: Instant[] = []

  async function idle(): Promise<void> {
    for (let turn = 0; turn < turns; turn++) await undefined
  }

  async function serve(
    inFlight: InFlightRequest,
    wait: (inFlight: InFlightRequest) => Promise<void>,
  ): Promise<void> {
    await idle()
    await wait(inFlight)
    await idle()
    acted.push(clock.now())
    inFlight.end()
  }

  return {
    clock,
    requests,
    acted,
    begin: (wait: (inFlight: InFlightRequest) => Promise<void>) =>
      void serve(requests.begin(undefined), wait),
  }
}

describe('The requests of a venue are settled', () => {
  for (const [what, prepare] of Object.entries(waits)) {
    for (const turns of [0, 1, 2, 3, 10, 100]) {
      test(`once one has acted that waited ${what}, with ${turns} turns on its way`, async () => {
        const open = openVisits(turns)
        const resume = prepare(open)
        await open.requests.settled()
        assert.deepEqual([open.requests.waiting, open.acted.length], [1, 0])

        resume()
        await open.requests.settled()

        assert.deepEqual([open.requests.waiting, open.acted], [0, [open.clock.now()]])
      })
    }
  }

  test('once all have acted of which one resumes the next', async () => {
    const { clock, requests, acted, begin } = openVisits(5)
    const resumes: (() => void)[] = []
    for (let nth = 0; nth < 10; nth++) {
      begin(async (inFlight) => {
        await inFlight.pause<void>((goOn) => {
          resumes.push(goOn)
          return () => {}
        })
        resumes[nth + 1]?.()
      })
    }
    await requests.settled()
    assert.equal(resumes.length, 10)

    resumes[0]?.()
    await requests.settled()

    assert.deepEqual(acted, Array(10).fill(clock.now()))
  })
})

describe('A request that is cut off', () => {
  test('never goes on, and cancels what it waited for', async () => {
    const { clock, requests, acted, begin } = openVisits(1)
    let cancelled = 0
    begin((inFlight) => inFlight.wait(100))
    begin((inFlight) => inFlight.pause<void>(() => () => cancelled++))
    await requests.settled()

    requests.abortAll()
    clock.advance(100)
    await requests.settled()

    assert.deepEqual([requests.waiting, cancelled, acted.length], [0, 1, 0])
    assert.equal(clock.nextDue(), undefined)
  })
})
