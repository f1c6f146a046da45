import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { createIdempotencyKeys } from './idempotency-keys.ts'

const dayMs = 24 * 60 * 60 * 1000
const mebibyte = 1024 * 1024

function open() {
  const clock = createVirtualClock()
  const sideRecords = new Map<string, unknown>()
  const keys = createIdempotencyKeys(clock)
  keys.attach(sideRecords)
  /** Loses everything but the side records. */
  const restart = () => {
    keys.releaseAll()
    keys.attach(sideRecords)
  }
  const stateOf = (key: string) => keys.claim(key).state
  /** Begins the first request under a key. Returns how to end it, with a reply or without. */
  function begin(key: string) {
    const claim = keys.claim(key)
    assert.equal(claim.state, 'first', key)
    return (body?: string) => {
      if (claim.state !== 'first') return
      if (body !== undefined) {
        claim.first.keep({ fingerprint: 'f', status: 201, headers: {}, body })
      }
      claim.first.release()
    }
  }
  const answer = (key: string, body: string) => begin(key)(body)
  return { clock, sideRecords, keys, stateOf, begin, answer, restart }
}

describe('A key', () => {
  test('is taken while its first request is in flight, and free again when that ends without a reply', () => {
    const { begin, stateOf } = open()
    const end = begin('a')

    assert.equal(stateOf('a'), 'in-flight')
    assert.equal(stateOf('b'), 'first')
    end()
    assert.equal(stateOf('a'), 'first')
  })

  test('stays taken for a day after the reply, and is then free', () => {
    const { clock, answer, stateOf } = open()
    answer('a', 'the reply')

    clock.advance(dayMs)
    assert.equal(stateOf('a'), 'answered')
    clock.advance(1)
    assert.equal(stateOf('a'), 'first')
  })
})

describe('Replies', () => {
  test('are at most 10,000: the oldest is evicted first, however often it was sent again', () => {
    const { answer, stateOf } = open()
    for (let nth = 1; nth <= 10_000; nth++) answer(`${nth}`, '')
    assert.equal(stateOf('1'), 'answered')

    answer('10001', '')

    assert.deepEqual(['1', '2', '3', '10001'].map(stateOf), [
      'first',
      'answered',
      'answered',
      'answered',
    ])
  })

  test('are at most 16 MiB of bodies, counted in bytes', () => {
    const { answer, stateOf } = open()
    for (let nth = 1; nth <= 16; nth++) answer(`${nth}`, 'é'.repeat(mebibyte / 2))
    assert.equal(stateOf('1'), 'answered')

    answer('17', 'x')

    assert.deepEqual(['1', '2', '3', '17'].map(stateOf), [
      'first',
      'answered',
      'answered',
      'answered',
    ])
  })

  test('keep no body of more than 1 MiB, but its key stays taken', () => {
    const { answer, keys } = open()
    answer('a', 'x'.repeat(mebibyte))
    answer('b', 'x'.repeat(mebibyte + 1))

    const [a, b] = [keys.claim('a'), keys.claim('b')]

    assert.ok(a.state === 'answered' && a.reply.body?.length === mebibyte)
    assert.ok(b.state === 'answered' && b.reply.body === undefined)
  })

  test('never evict a request that is in flight', () => {
    const { begin, answer, stateOf } = open()
    begin('a')
    for (let nth = 1; nth <= 10_001; nth++) answer(`${nth}`, 'x'.repeat(2000))

    assert.equal(stateOf('1'), 'first')
    assert.equal(stateOf('a'), 'in-flight')
  })
})

describe('After a restart', () => {
  test('a reply is still kept for a day after it was first sent', () => {
    const { clock, answer, stateOf, restart } = open()
    answer('a', 'the reply')
    clock.advance(dayMs / 2)

    restart()

    clock.advance(dayMs / 2)
    assert.equal(stateOf('a'), 'answered')
    restart()
    clock.advance(1)
    assert.equal(stateOf('a'), 'first')
  })

  test('the oldest reply is still evicted first', () => {
    const { answer, stateOf, restart } = open()
    for (let nth = 1; nth <= 10_000; nth++) answer(`${nth}`, '')
    assert.equal(stateOf('1'), 'answered')

    restart()
    answer('10001', '')

    assert.deepEqual(['1', '2', '3'].map(stateOf), ['first', 'answered', 'answered'])
  })
})

describe('The side records of replies', () => {
  test('are deleted with them', () => {
    const { clock, sideRecords, answer, stateOf } = open()
    for (let nth = 1; nth <= 10_005; nth++) answer(`${nth}`, '')
    assert.equal(sideRecords.size, 10_000)

    clock.advance(dayMs + 1)
    assert.equal(stateOf('10005'), 'first')
    assert.equal(sideRecords.size, 9999)
  })
})
