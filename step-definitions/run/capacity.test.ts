import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { evenDraws } from '../performance/testing/samples.ts'
import { parseLatencies } from '../support/latencies.ts'
import { endpointsToMeasure, measureCapacity } from './capacity.ts'

/** Time that passes as soon as nothing else happens. */
class VirtualTime {
  #nowMs = 0
  #waiting: { readonly atMs: number; readonly resume: () => void }[] = []

  now = () => this.#nowMs

  until(atMs: number): Promise<void> {
    return new Promise((resume) => this.#waiting.push({ atMs, resume }))
  }

  /** Lets time pass until a task is done. */
  async during<T>(task: Promise<T>): Promise<T> {
    let isDone = false
    const end = () => {
      isDone = true
    }
    task.then(end, end)
    for (;;) {
      await new Promise(setImmediate)
      const next = this.#waiting.toSorted((a, b) => a.atMs - b.atMs)[0]
      if (isDone || !next) return task
      this.#waiting = this.#waiting.filter((one) => one !== next)
      this.#nowMs = next.atMs
      next.resume()
    }
  }
}

interface Server {
  readonly atOnce: number
  readonly shortestMs: number
  readonly longestMs: number
  /** The most by which a reply is late. */
  readonly jitterMs?: number
  /** When and how long this machine does nothing. */
  readonly stall?: { readonly atMs: number; readonly ms: number }
  readonly seed?: number
}

/** How many requests at once a server is found to serve that promises `promised`. */
function foundFor(server: Server, promised: Omit<Server, 'atOnce'> = server): Promise<number> {
  const { atOnce, shortestMs, longestMs, jitterMs = 0, seed = 1 } = server
  const stall = server.stall ?? { atMs: 0, ms: 0 }
  const stalled = (atMs: number) =>
    atMs > stall.atMs && atMs < stall.atMs + stall.ms ? stall.atMs + stall.ms : atMs
  const time = new VirtualTime()
  const draw = evenDraws(seed)
  const upTo = (ms: number) => ms * draw()
  const free = Array.from({ length: atOnce }, () => 0)
  const send = async () => {
    const next = free.indexOf(Math.min(...free))
    const startsAt = Math.max(free[next] ?? 0, time.now())
    const endsAt = startsAt + shortestMs + upTo(longestMs - shortestMs)
    free[next] = endsAt
    const arrivesAt = endsAt + upTo(jitterMs)
    const givesUpAt = time.now() + promised.longestMs + 5000
    await time.until(stalled(Math.min(arrivesAt, givesUpAt)))
    if (arrivesAt > givesUpAt) throw new Error('no answer')
  }
  return time.during(measureCapacity(send, promised, time.now))
}

const delays = { min: 100, max: 1000 }
const range = fc
  .tuple(fc.integer(delays), fc.integer(delays))
  .map(([one, other]) => ({ shortestMs: Math.min(one, other), longestMs: Math.max(one, other) }))
const calm = fc.constant({ atMs: 0, ms: 0 })
const stall = fc.record({
  atMs: fc.integer({ min: 0, max: 10_000 }),
  ms: fc.integer({ min: 1, max: 10_000 }),
})
const conditions = {
  jitterMs: fc.integer({ min: 0, max: 50 }),
  stall: fc.oneof(calm, stall),
  seed: fc.integer(),
}
const numRuns = 200

describe('The requests that a target serves at once', () => {
  it('are never found unlimited or too many where they are 1 to 8', async () => {
    const atOnce = fc.integer({ min: 1, max: 8 })
    await fc.assert(
      fc.asyncProperty(fc.record({ atOnce, ...conditions }), range, async (server, latency) => {
        const found = await foundFor({ ...server, ...latency })
        assert.ok(found >= 1 && found <= server.atOnce, `found ${found}`)
        const isCalm = server.stall.ms === 0
        assert.ok(!isCalm || found >= (server.atOnce - 1) / 2, `found only ${found}`)
      }),
      { numRuns },
    )
  })

  it('are never found limited where all are served at once', async () => {
    const atOnce = fc.constant(100)
    await fc.assert(
      fc.asyncProperty(fc.record({ atOnce, ...conditions }), range, async (server, latency) => {
        assert.equal(await foundFor({ ...server, ...latency }), Number.POSITIVE_INFINITY)
      }),
      { numRuns },
    )
  })

  it('are either unlimited or not too many where they are 9 to 16', async () => {
    const atOnce = fc.integer({ min: 9, max: 16 })
    await fc.assert(
      fc.asyncProperty(fc.record({ atOnce, ...conditions }), range, async (server, latency) => {
        const found = await foundFor({ ...server, ...latency })
        assert.ok(found === Number.POSITIVE_INFINITY || found <= 8, `found ${found}`)
      }),
      { numRuns },
    )
  })

  const promised = { shortestMs: 40, longestMs: 60 }
  const constant = (ms: number) => ({ shortestMs: ms, longestMs: ms })

  it('are found for a target that is slower than it promises', async () => {
    const slow = constant(250)
    assert.equal(await foundFor({ atOnce: 100, ...slow }, promised), Number.POSITIVE_INFINITY)
    assert.equal(await foundFor({ atOnce: 1, ...slow }, promised), 1)
    assert.equal(await foundFor({ atOnce: 4, ...slow }, promised), 2)
  })

  it('do not matter if even one after the other is in time', async () => {
    assert.equal(await foundFor({ atOnce: 1, ...constant(5) }), Number.POSITIVE_INFINITY)
    assert.equal(await foundFor({ atOnce: 1, ...constant(30) }), 1)
  })

  it('are one if it answers none', async () => {
    const none = () => Promise.reject(new Error('no answer'))
    assert.equal(await measureCapacity(none, promised), 1)
  })
})

describe('What is measured', () => {
  const measured = (text: string) => endpointsToMeasure(parseLatencies('LATENCY_MS', text))

  it('is what has the longest latency', () => {
    assert.deepEqual(measured('POST /orders=100-1000,*=0'), ['place'])
    assert.deepEqual(measured('GET /orders/{orderId}=50,*=0'), ['find'])
    assert.deepEqual(measured('POST /orders=10,GET /orders=50,*=0'), ['list'])
  })

  it('is no listing, which may be long, if anything else will do', () => {
    assert.deepEqual(measured('100-1000'), ['place', 'find'])
    assert.deepEqual(measured('POST /orders=0,*=100'), ['find'])
  })
})
