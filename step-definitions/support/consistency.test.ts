import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Order } from '../../api/contract/orders.ts'
import type { OrderMessage } from '../../api/contract/stream.ts'
import type { Reply } from './client.ts'
import { faultsOfOccurrence, faultsOfProblem, faultsOfTimes } from './consistency.ts'

const reply = { method: 'GET', path: '/orders/%F0%9F%92%A5?colour=blue', status: 404 } as Reply
const problem = {
  type: '/problems/order-not-found',
  title: 'No such order',
  status: 404,
  detail: 'No order has the id 💥.',
  instance: '/orders/💥',
}

describe('A problem', () => {
  it('matches its reply', () => {
    assert.deepEqual(faultsOfProblem(reply, problem), [])
  })

  for (const name of ['type', 'title', 'detail', 'instance']) {
    it(`must not have an empty ${name}`, () => {
      for (const blank of ['', ' ']) {
        const faults = faultsOfProblem(reply, { ...problem, [name]: blank })
        assert.equal(faults[0], `its ${name} is empty`)
      }
    })
  }

  it('must repeat the status and the path', () => {
    assert.equal(faultsOfProblem(reply, { ...problem, status: 499 }).length, 1)
    assert.equal(faultsOfProblem(reply, { ...problem, instance: '/orders' }).length, 1)
  })

  it('must have a message for each error', () => {
    assert.equal(faultsOfProblem(reply, { ...problem, errors: [] }).length, 1)
    const errors = [{ pointer: '/symbol', message: '' }]
    assert.equal(faultsOfProblem(reply, { ...problem, errors }).length, 1)
  })
})

const promised = { shortestMs: 1500, longestMs: 3000 }
const placedAt = '2026-11-22T09:30:00.437Z'
const later = (ms: number) => new Date(Date.parse(placedAt) + ms).toISOString()
const executed = (ms: number) =>
  ({ orderStatus: 'EXECUTED', placedAt, executedAt: later(ms) }) as Order
const cancelled = (ms: number) =>
  ({ orderStatus: 'CANCELLED', placedAt, cancelledAt: later(ms) }) as Order
const faultsAfter = (make: (ms: number) => Order, delays: number[]) =>
  delays.map((ms) => faultsOfTimes(make(ms), promised).length)

describe('The times of an order', () => {
  it('must put the execution within the execution delay', () => {
    assert.deepEqual(faultsAfter(executed, [1500, 3000, 1000, 4500, -1]), [0, 0, 1, 1, 1])
  })

  it('must put the cancellation between the placement and the longest execution delay', () => {
    assert.deepEqual(faultsAfter(cancelled, [0, 1, 3000, -1, 4500]), [0, 0, 0, 1, 1])
  })

  it('must be repeated by the message about the change', () => {
    const message = (occurredAt: string) => ({ ...cancelled(200), occurredAt }) as OrderMessage
    assert.deepEqual(faultsOfOccurrence(message(later(200))), [])
    assert.equal(faultsOfOccurrence(message(placedAt)).length, 1)
  })
})
