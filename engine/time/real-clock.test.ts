import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { wait } from './clock.ts'
import { type ClockStep, createRealClock } from './real-clock.ts'
import { createTimerQueue } from './timer-queue.ts'

describe('The real clock', () => {
  test('shows the system time in whole milliseconds', () => {
    const now = createRealClock().now()

    assert.ok(Number.isInteger(now))
    assert.ok(Math.abs(now - Date.now()) < 1000)
  })

  test('runs timers in order and never early', async () => {
    const clock = createRealClock()
    const start = clock.now()
    const delays = [40, 5, 20, 0, 20]
    const early: number[] = []
    const order: number[] = []

    await Promise.all(
      delays.map(async (delay) => {
        await new Promise<void>((resolve) => clock.schedule(start + delay, resolve))
        order.push(delay)
        if (clock.now() < start + delay) early.push(delay)
      }),
    )

    assert.deepEqual(order, [0, 5, 20, 20, 40])
    assert.deepEqual(early, [])
  })

  test('does not run a timer early that is beyond the range of setTimeout', async () => {
    const warnings: Error[] = []
    const warn = (warning: Error) => warnings.push(warning)
    process.on('warning', warn)
    const clock = createRealClock()
    let called = false
    const cancel = clock.schedule(clock.now() + 2 ** 33, () => {
      called = true
    })

    await wait(clock, 5)
    cancel()
    process.off('warning', warn)

    assert.equal(called, false)
    // Node fires a longer timeout immediately, and warns.
    assert.deepEqual(warnings, [])
  })

  test('continues after a timer has thrown', async (context) => {
    const clock = createRealClock()
    const thrown = new Promise((resolve) => {
      // node:test listens, too, and would fail the test.
      const others = process.listeners('uncaughtException')
      process.removeAllListeners('uncaughtException')
      process.once('uncaughtException', resolve)
      context.after(() => {
        for (const other of others) process.on('uncaughtException', other)
      })
    })
    clock.schedule(clock.now(), () => {
      throw new Error('broken')
    })

    await wait(clock, 5)

    assert.match(String(await thrown), /broken/)
  })
})

/** A machine whose times and timers the test moves by hand. */
function machine(systemMs = 1_000_000_000_000) {
  const timers = createTimerQueue()
  let runningMs = 0
  let aheadMs = systemMs
  return {
    monotonicMs: () => systemMs + runningMs,
    systemMs: () => aheadMs + runningMs,
    setTimer: (act: () => void, ms: number) => timers.add(runningMs + ms, act),
    /** Runs the machine for `ms`, and its timers on time. */
    run(ms: number) {
      const end = runningMs + ms
      for (let due = timers.nextDue(); due !== undefined && due <= end; due = timers.nextDue()) {
        runningMs = Math.max(runningMs, due)
        timers.runDue(runningMs)
      }
      runningMs = end
    },
    /** Corrects the system time by `ms`. A positive value is also what a suspended machine looks like. */
    correct(ms: number) {
      aheadMs += ms
    },
    get hasTimer() {
      return timers.nextDue() !== undefined
    },
  }
}

const hourMs = 3_600_000

/** A real clock on a machine, and the steps it reported. */
function clockOf(sources: ReturnType<typeof machine>) {
  const steps: ClockStep[] = []
  const clock = createRealClock({ sources, onStep: (step) => steps.push(step) })
  return { clock, steps }
}

describe('A real clock on a machine that was suspended', () => {
  test('returns to the system time at the next reading, and reports that once', () => {
    const sources = machine()
    const { clock, steps } = clockOf(sources)
    const start = clock.now()
    sources.run(500)
    sources.correct(hourMs)

    const read = [clock.now(), clock.now()]
    sources.run(500)

    assert.deepEqual(read, [start + hourMs + 500, start + hourMs + 500])
    assert.equal(clock.now(), start + hourMs + 1000)
    assert.deepEqual(steps, [{ kind: 'moved-forward', ms: hourMs }])
  })

  test('runs overdue timers within a second, even if nothing reads the clock', () => {
    const sources = machine()
    const { clock, steps } = clockOf(sources)
    const seen: string[] = []
    clock.schedule(clock.now() + 2 * hourMs, () => seen.push('far'))
    clock.schedule(clock.now() + hourMs / 2, () => seen.push('overdue'))
    sources.correct(hourMs)

    sources.run(1000)

    assert.deepEqual([seen, steps.length], [['overdue'], 1])
    sources.run(hourMs - 2000)
    assert.deepEqual(seen, ['overdue'])
    sources.run(1000)
    assert.deepEqual(seen, ['overdue', 'far'])
    assert.equal(sources.hasTimer, false)
  })

  test('runs overdue timers in the next tick after a reading', () => {
    const sources = machine()
    const { clock } = clockOf(sources)
    const seen: number[] = []
    const due = clock.now() + hourMs / 2
    clock.schedule(due, () => seen.push(clock.now()))
    sources.run(100)
    sources.correct(hourMs)

    const read = clock.now()
    assert.deepEqual(seen, [])
    sources.run(0)

    assert.deepEqual(seen, [read])
  })

  test('starts at the system time if the process was suspended before', () => {
    const sources = machine()
    sources.correct(hourMs)

    const { clock, steps } = clockOf(sources)

    assert.deepEqual([clock.now(), steps], [sources.systemMs(), []])
  })
})

describe('A real clock on a machine whose system time is corrected', () => {
  test('ignores a correction of a second', () => {
    const sources = machine()
    const { clock, steps } = clockOf(sources)
    const start = clock.now()
    for (const ms of [1000, -2000, 1000]) {
      sources.correct(ms)
      sources.run(100)
      clock.now()
    }

    assert.deepEqual([clock.now(), steps], [start + 300, []])
  })

  test('continues when the system time is set back, and reports that once', () => {
    const sources = machine()
    const { clock, steps } = clockOf(sources)
    const start = clock.now()
    const seen: number[] = []
    clock.schedule(start + 3000, () => seen.push(clock.now()))
    sources.run(100)
    sources.correct(-hourMs)

    sources.run(4900)

    assert.deepEqual([clock.now(), seen], [start + 5000, [start + 3000]])
    assert.deepEqual(steps, [{ kind: 'system-behind', ms: hourMs }])
  })

  test('follows the system time again once that is ahead', () => {
    const sources = machine()
    const { clock, steps } = clockOf(sources)
    const start = clock.now()
    for (const ms of [-hourMs, hourMs, hourMs]) {
      sources.run(100)
      sources.correct(ms)
      clock.now()
    }
    sources.run(0)

    assert.equal(clock.now(), start + 300 + hourMs)
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ['system-behind', 'moved-forward'],
    )
  })

  test('never goes back and runs no timer early, whatever happens', () => {
    const moves = fc.array(
      fc.record({
        runMs: fc.nat(3000),
        correctMs: fc.oneof(fc.integer({ min: -5000, max: 5000 }), fc.constant(0)),
        timerMs: fc.nat(5000),
      }),
      { maxLength: 50 },
    )
    fc.assert(
      fc.property(moves, (all) => {
        const sources = machine()
        const { clock } = clockOf(sources)
        let last = clock.now()
        for (const { runMs, correctMs, timerMs } of all) {
          const due = last + timerMs
          clock.schedule(due, () => assert.ok(clock.now() >= due))
          sources.run(runMs)
          sources.correct(correctMs)
          const now = clock.now()
          assert.ok(now >= last, `${now} after ${last}`)
          last = now
        }
      }),
    )
  })
})
