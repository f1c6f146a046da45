import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { createPlatform } from '../platform.ts'
import { turn } from '../test/support/app.ts'
import { describeStuck, type StuckRequests } from './held-clock-watch.ts'
import { createVenueTime, type TimeSetting } from './venue-time.ts'

/** A venue whose endpoints take 500 ms, a process clock that the test moves, and the warnings. */
function open(setting: TimeSetting = { mode: 'held' }) {
  const processClock = createVirtualClock(0)
  const stuck: StuckRequests[] = []
  const { app, venues } = createPlatform({
    seed: '42',
    time: createVenueTime(setting, processClock),
    latency: { minMs: 500, maxMs: 500 },
    executionDelay: { minMs: 1500, maxMs: 1500 },
    processClock,
    onStuck: (requests) => stuck.push(requests),
    onBug: (bug) => {
      throw bug
    },
  })
  const { main } = venues
  return {
    stuck,
    processClock,
    venues,
    /** Sends a request, which waits. */
    async send() {
      void app.request('/orders')
      await turn()
    },
    async move(ms: number) {
      if (main.time.mode === 'held')
        await main.time.clock.advanceTo(main.time.clock.now() + ms, turn)
    },
  }
}

const until = Date.UTC(2026, 0, 1, 0, 0, 0, 500)

describe('A held clock', () => {
  test('that does not move is reported once, when a request has waited for two seconds', async () => {
    const { stuck, processClock, send, move } = open()
    await send()

    processClock.advance(1999)
    assert.deepEqual(stuck, [])
    await send()
    processClock.advance(1)
    assert.deepEqual(stuck, [{ venue: 'main', count: 2, until }])

    await move(500)
    await send()
    processClock.advance(60_000)
    assert.equal(stuck.length, 1)
    assert.equal(processClock.nextDue(), undefined)
  })

  test('is not reported while it is moved, however little', async () => {
    const { stuck, processClock, send, move } = open()
    await send()

    for (let nth = 0; nth < 10; nth++) {
      processClock.advance(1500)
      await move(1)
    }
    assert.deepEqual(stuck, [])

    processClock.advance(4000)
    assert.deepEqual(stuck, [{ venue: 'main', count: 1, until }])
  })

  test('is watched with one timer, and with none once nothing waits', async () => {
    const { stuck, processClock, send, move } = open()
    await send()
    processClock.advance(1000)
    const due = processClock.nextDue()
    for (let nth = 0; nth < 100; nth++) await send()
    assert.equal(processClock.nextDue(), due)

    await move(500)

    assert.equal(processClock.nextDue(), undefined)
    await send()
    processClock.advance(1999)
    assert.deepEqual(stuck, [])
  })

  test('leaves no timer behind when its venue restarts or closes', async () => {
    const { stuck, processClock, send, venues } = open()
    for (const end of [() => venues.main.restart(), () => venues.main.close()]) {
      await send()
      assert.notEqual(processClock.nextDue(), undefined)
      end()
      assert.equal(processClock.nextDue(), undefined)
    }
    assert.deepEqual(stuck, [])
  })

  test('is reported again after a reset', async () => {
    const { stuck, processClock, send, venues } = open()
    for (let nth = 0; nth < 2; nth++) {
      await send()
      processClock.advance(2000)
      await venues.reset(venues.main)
    }
    assert.equal(stuck.length, 2)
  })
})

test('A clock that is not held is not watched', async () => {
  for (const [setting, replyDue] of [
    [{ mode: 'real' }, 500],
    [{ mode: 'scaled', speed: 0.1 }, 5000],
  ] as const) {
    const { stuck, processClock, send } = open(setting)
    await send()
    assert.equal(processClock.nextDue(), replyDue)
    processClock.advance(10_000)
    assert.deepEqual(stuck, [])
  }
})

test('The warning says how many requests wait, until when, and which call moves the clock', () => {
  const end =
    '2026-01-01T00:00:00.500Z on the held clock of the venue "main", which nobody has moved for 2 s. To move it: a call'
  const warning = (count: number) => describeStuck({ venue: 'main', count, until }, 'a call')
  assert.equal(warning(1), `1 request waits until ${end}`)
  assert.equal(warning(3), `3 requests wait, the first until ${end}`)
})
