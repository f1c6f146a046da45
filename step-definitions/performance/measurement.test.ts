import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Reply } from '../support/client.ts'
import type { DelayRange } from '../support/delay-range.ts'
import type { Listener, ReceivedMessage } from '../support/listener.ts'
import type { Trader } from '../support/trader.ts'
import { lostInBurstMs, measure, observedPendingMs } from './measurement.ts'
import { allFigures, type OrderTimes, timesOf } from './measures.ts'

/** A listener that received PENDING and EXECUTED of order 1 at these times. */
function listener(pendingAt: number, executedAt: number): Listener {
  const received = [
    { at: pendingAt, message: { orderStatus: 'PENDING' } },
    { at: executedAt, message: { orderStatus: 'EXECUTED' } },
  ] as ReceivedMessage[]
  return {
    messagesAbout: (orderId: string) => (orderId === '1' ? received : []),
  } as unknown as Listener
}

const placer = (headers: Record<string, string>) => {
  const text = JSON.stringify({ orderId: '1' })
  const reply = { text, headers: new Headers(headers), sentAt: 1000, receivedAt: 1450 }
  return { latest: [reply as unknown as Reply] } as Trader
}

describe('The times of an order', () => {
  it('count from the first request', () => {
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

  it('are those of the first listener, and within what time all received a message', () => {
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

  it('cannot be taken if a listener received nothing', () => {
    const silent = { messagesAbout: () => [] } as unknown as Listener
    assert.throws(
      () => measure(placer({}), [listener(1460, 3500), silent]),
      /no PENDING received for order 1/,
    )
  })
})

describe('The measures of a burst', () => {
  const order = { sentAtMs: 0, confirmedAtMs: 450, announcedAtMs: 440, executedAtMs: 2500 }

  it('omit what cannot be measured', () => {
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

  it('are in the order of measurement', () => {
    const orders = [900, 300, 600].map((confirmedAtMs, index) => ({
      ...order,
      sentAtMs: index,
      confirmedAtMs,
      disclosedWaitMs: 200,
    }))
    assert.deepEqual(timesOf('placementOverhead', orders), [99, 398, 700])
    assert.deepEqual(timesOf('placementLatency', orders), [900, 299, 598])
  })

  it('count an order as PENDING from the first notice of it', () => {
    assert.equal(observedPendingMs(order), 2060)
    assert.equal(observedPendingMs({ ...order, announcedAtMs: 460 }), 2050)
  })

  it('have two messages per order for fan-out', () => {
    assert.deepEqual(
      timesOf('fanOutLag', [{ ...order, announcedWithinMs: 1, executedWithinMs: 2 }]),
      [1, 2],
    )
  })

  it('allow for late confirmations if the latency does not spread the burst', () => {
    const even = { shortestMs: 400, longestMs: 400 }
    const lostMs = (latency: DelayRange, ...orders: OrderTimes[]) =>
      lostInBurstMs('executionDelay', { orders, latency, ownMs: 0 })
    assert.equal(lostMs(even, order, { ...order, disclosedWaitMs: 420 }), 40)
    assert.equal(lostMs({ shortestMs: 100, longestMs: 1000 }, order), 0)
    // Without a disclosed wait, the declared mean latency is not a loss.
    assert.equal(lostMs({ shortestMs: 370, longestMs: 430 }, order), 50)
    assert.equal(lostMs({ shortestMs: 430, longestMs: 500 }, order), 0)
  })

  it('allow placement latency only for a late client, not for a late confirmation', () => {
    const lostMs = (longestMs: number, ownMs: number, ...orders: OrderTimes[]) =>
      lostInBurstMs('placementLatency', { orders, latency: { shortestMs: 10, longestMs }, ownMs })
    assert.equal(lostMs(100, 0, order), 0)
    assert.equal(lostMs(100, 0, { ...order, disclosedWaitMs: 50 }), 0)
    assert.equal(lostMs(100, 30, order), 60)
    assert.equal(lostMs(1000, 30, order), 0)
  })
})
