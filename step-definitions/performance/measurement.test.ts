import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Reply } from '../support/client.ts'
import type { DelayRange } from '../support/delay-range.ts'
import type { Listener, ReceivedMessage } from '../support/listener.ts'
import type { Trader } from '../support/trader.ts'
import { lostInBurstMs, measure, pendingAsTold } from './measurement.ts'
import { allFigures, type OrderTimes, timesOf } from './measures.ts'

/** Somebody who heard, at these times, that order 1 is PENDING and EXECUTED. */
function listener(pendingAt: number, executedAt: number): Listener {
  const heard = [
    { at: pendingAt, message: { orderStatus: 'PENDING' } },
    { at: executedAt, message: { orderStatus: 'EXECUTED' } },
  ] as ReceivedMessage[]
  return { about: (orderId: string) => (orderId === '1' ? heard : []) } as unknown as Listener
}

const placer = (headers: Record<string, string>) => {
  const text = JSON.stringify({ orderId: '1' })
  const reply = { text, headers: new Headers(headers), sentAt: 1000, receivedAt: 1450 }
  return { latest: [reply as unknown as Reply] } as Trader
}

describe('What is measured of an order', () => {
  it('is told from when the first order was sent', () => {
    assert.deepEqual(
      measure(placer({ 'server-timing': 'latency;dur=437' }), [listener(1449, 3500)]),
      [
        {
          sentAtMs: 0,
          confirmedAtMs: 450,
          announcedAtMs: 449,
          executedAtMs: 2500,
          disclosedWaitMs: 437,
        },
      ],
    )
  })

  it('is by what the first listener heard, beside how long it took until all had', () => {
    const listeners = [listener(1460, 3500), listener(1455, 3510), listener(1462, 3499)]
    assert.deepEqual(measure(placer({}), listeners), [
      {
        sentAtMs: 0,
        confirmedAtMs: 450,
        announcedAtMs: 460,
        executedAtMs: 2500,
        announcedWithinMs: 7,
        executedWithinMs: 11,
      },
    ])
  })

  it('is nothing where somebody heard nothing', () => {
    const deaf = { about: () => [] } as unknown as Listener
    assert.throws(
      () => measure(placer({}), [listener(1460, 3500), deaf]),
      /no PENDING was heard about order 1/,
    )
  })
})

describe('What is measured of a burst', () => {
  const order = { sentAtMs: 0, confirmedAtMs: 450, announcedAtMs: 440, executedAtMs: 2500 }

  it('leaves out what cannot be measured', () => {
    assert.deepEqual(
      timesOf('placementOverhead', [order, { ...order, disclosedWaitMs: 400 }]),
      [50],
    )
    assert.deepEqual(Object.keys(allFigures([order, order])), [
      'executionDelay',
      'placementLatency',
      'announcementLag',
    ])
  })

  it('has the times in the order in which they were taken', () => {
    const orders = [900, 300, 600].map((confirmedAtMs, index) => ({
      ...order,
      sentAtMs: index,
      confirmedAtMs,
      disclosedWaitMs: 200,
    }))
    assert.deepEqual(timesOf('placementOverhead', orders), [99, 398, 700])
    assert.deepEqual(timesOf('placementLatency', orders), [900, 299, 598])
  })

  it('knows of an order from the first that is told of it', () => {
    assert.equal(pendingAsTold(order), 2060)
    assert.equal(pendingAsTold({ ...order, announcedAtMs: 460 }), 2050)
  })

  it('has two messages of each order that all have to hear', () => {
    assert.deepEqual(
      timesOf('fanOutLag', [{ ...order, announcedWithinMs: 1, executedWithinMs: 2 }]),
      [1, 2],
    )
  })

  it('may be off by what a confirmation takes where the latency does not draw it apart', () => {
    const even = { shortestMs: 400, longestMs: 400 }
    const lostMs = (latency: DelayRange, ...orders: OrderTimes[]) =>
      lostInBurstMs('executionDelay', { orders, latency, ownMs: 0 })
    assert.equal(lostMs(even, order, { ...order, disclosedWaitMs: 420 }), 40)
    assert.equal(lostMs({ shortestMs: 100, longestMs: 1000 }, order), 0)
    // Where no wait is disclosed it is not lost to have waited as long as is promised.
    assert.equal(lostMs({ shortestMs: 370, longestMs: 430 }, order), 50)
    assert.equal(lostMs({ shortestMs: 430, longestMs: 500 }, order), 0)
  })

  it('is excused by a client that was late, and not by a late confirmation, where that is judged', () => {
    const lostMs = (longestMs: number, ownMs: number, ...orders: OrderTimes[]) =>
      lostInBurstMs('placementLatency', { orders, latency: { shortestMs: 10, longestMs }, ownMs })
    assert.equal(lostMs(100, 0, order), 0)
    assert.equal(lostMs(100, 0, { ...order, disclosedWaitMs: 50 }), 0)
    assert.equal(lostMs(100, 30, order), 60)
    assert.equal(lostMs(1000, 30, order), 0)
  })
})
