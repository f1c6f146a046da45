import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock, type Instant } from '../../engine/index.ts'
import { createInFlightRequests, type InFlightRequest } from './in-flight-requests.ts'

/** The ways in which a request can wait. Each returns how to resume it. */
const waits: Record<string, (requests: ReturnType<typeof openRequests>) => () => void> = {
  'for time': ({ clock, begin }) => {
    begin((inFlight) => inFlight.wait(100))
    return () => clock.advance(100)
  },
  'with a time limit': ({ clock, begin }) => {
    const due = clock.now() + 100
    begin((inFlight) => inFlight.pause<void>((resume) => clock.schedule(due, resume), due))
    return () => clock.advance(100)
  },
  'without a time limit': ({ begin }) => {
    let resume = () => {}
    begin((inFlight) =>
      inFlight.pause<void>((resolve) => {
        resume = resolve
        return () => {}
      }),
    )
    return () => resume()
  },
}

/** Requests that await this many microtasks, then wait, await as many again, and then act. */
function openRequests(turns: number) {
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
      test(`once a request that waited ${what} has acted, ${turns} microtasks after it resumed`, async () => {
        const open = openRequests(turns)
        const resume = prepare(open)
        await open.requests.settled()
        assert.deepEqual([open.requests.waiting, open.acted.length], [1, 0])

        resume()
        await open.requests.settled()

        assert.deepEqual([open.requests.waiting, open.acted], [0, [open.clock.now()]])
      })
    }
  }

  test('once all requests of a chain have acted, each of which resumes the next', async () => {
    const { clock, requests, acted, begin } = openRequests(5)
    const resumes: (() => void)[] = []
    for (let nth = 0; nth < 10; nth++) {
      begin(async (inFlight) => {
        await inFlight.pause<void>((resume) => {
          resumes.push(resume)
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

describe('A request that is aborted', () => {
  test('never resumes, and its wait is cancelled', async () => {
    const { clock, requests, acted, begin } = openRequests(1)
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
