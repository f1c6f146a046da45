import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createTimerQueue } from './timer-queue.ts'

test('runs what is due, earliest first, ties in insertion order, without cancelled timers', () => {
  const timers = fc.array(fc.record({ due: fc.nat(50), isCancelled: fc.boolean() }), {
    maxLength: 300,
  })
  fc.assert(
    fc.property(timers, fc.nat(60), (wanted, now) => {
      const queue = createTimerQueue()
      const ran: number[] = []
      const cancels = wanted.map(({ due }, index) => queue.add(due, () => ran.push(index)))
      wanted.forEach(({ isCancelled }, index) => {
        if (isCancelled) cancels[index]?.()
      })
      const live = wanted
        .map(({ due, isCancelled }, index) => ({ due, isCancelled, index }))
        .filter(({ isCancelled }) => !isCancelled)
        .sort((a, b) => a.due - b.due || a.index - b.index)

      assert.equal(queue.nextDue(), live[0]?.due)
      queue.runDue(now)

      assert.deepEqual(
        ran,
        live.filter(({ due }) => due <= now).map(({ index }) => index),
      )
      assert.equal(queue.nextDue(), live.find(({ due }) => due > now)?.due)
    }),
  )
})

test('a timer added by a running timer runs in the same call if it is due', () => {
  const queue = createTimerQueue()
  const ran: string[] = []
  queue.add(1, () => {
    ran.push('first')
    queue.add(1, () => ran.push('second'))
  })

  queue.runDue(1)

  assert.deepEqual(ran, ['first', 'second'])
})

test('a timer that throws is removed, and the others stay', () => {
  const queue = createTimerQueue()
  const ran: string[] = []
  queue.add(1, () => {
    throw new Error('broken')
  })
  queue.add(1, () => ran.push('other'))

  assert.throws(() => queue.runDue(1), /broken/)
  queue.runDue(1)

  assert.deepEqual(ran, ['other'])
})

test('cancelling a timer that has run, or twice, changes nothing', () => {
  const queue = createTimerQueue()
  const ran: number[] = []
  const cancels = [1, 2, 3].map((due) => queue.add(due, () => ran.push(due)))
  queue.runDue(1)

  cancels[0]?.()
  cancels[1]?.()
  cancels[1]?.()
  queue.runDue(3)

  assert.deepEqual(ran, [1, 3])
})
