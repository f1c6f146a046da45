import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { createIdempotencyKeys } from './idempotency-keys.ts'

const dayMs = 24 * 60 * 60 * 1000
const mebibyte = 1024 * 1024

function open() {
  const clock = createVirtualClock()
  const memos = new Map<string, unknown>()
  let keys = createIdempotencyKeys(clock, memos)
  /** Forgets all but the memos. */
  const restart = () => {
    keys = createIdempotencyKeys(clock, memos)
  }
  const standing = (key: string) => keys.claim(key).standing
  /** Lets a request come first under a key; returns how to end it, with a reply or without. */
  function begin(key: string) {
    const claim = keys.claim(key)
    assert.equal(claim.standing, 'first', key)
    return (body?: string) => {
      if (claim.standing !== 'first') return
      if (body !== undefined) {
        claim.first.keep({ fingerprint: 'f', status: 201, headers: {}, body })
      }
      claim.first.release()
    }
  }
  const answer = (key: string, body: string) => begin(key)(body)
  return { clock, memos, keys, standing, begin, answer, restart }
}

describe('A key', () => {
  test('is taken while its first request is under way, and free when that ends with no reply', () => {
    const { begin, standing } = open()
    const end = begin('a')

    assert.equal(standing('a'), 'second')
    assert.equal(standing('b'), 'first')
    end()
    assert.equal(standing('a'), 'first')
  })

  test('stays taken for a day after the reply, and is free then', () => {
    const { clock, answer, standing } = open()
    answer('a', 'the reply')

    clock.advance(dayMs)
    assert.equal(standing('a'), 'answered')
    clock.advance(1)
    assert.equal(standing('a'), 'first')
  })
})

describe('Replies', () => {
  test('are at most 10,000: what nobody asked for the longest goes first', () => {
    const { answer, standing } = open()
    for (let nth = 1; nth <= 10_000; nth++) answer(`${nth}`, '')
    assert.equal(standing('1'), 'answered')

    answer('10001', '')

    assert.deepEqual(['1', '2', '3', '10001'].map(standing), [
      'answered',
      'first',
      'answered',
      'answered',
    ])
  })

  test('are at most 16 MiB of bodies, counted in bytes', () => {
    const { answer, standing } = open()
    for (let nth = 1; nth <= 16; nth++) answer(`${nth}`, 'é'.repeat(mebibyte / 2))
    assert.equal(standing('1'), 'answered')

    answer('17', 'x')

    assert.deepEqual(['1', '2', '3', '17'].map(standing), [
      'answered',
      'first',
      'answered',
      'answered',
    ])
  })

  test('do not make room for the body of a large one, whose key yet stays taken', () => {
    const { answer, keys } = open()
    answer('a', 'x'.repeat(mebibyte))
    answer('b', 'x'.repeat(mebibyte + 1))

    const [a, b] = [keys.claim('a'), keys.claim('b')]

    assert.ok(a.standing === 'answered' && a.reply.body?.length === mebibyte)
    assert.ok(b.standing === 'answered' && b.reply.body === undefined)
  })

  test('drive out no request that is under way', () => {
    const { begin, answer, standing } = open()
    begin('a')
    for (let nth = 1; nth <= 10_001; nth++) answer(`${nth}`, 'x'.repeat(2000))

    assert.equal(standing('1'), 'first')
    assert.equal(standing('a'), 'second')
  })
})

describe('After a restart', () => {
  test('a reply is kept until a day after it was given', () => {
    const { clock, answer, standing, restart } = open()
    answer('a', 'the reply')
    clock.advance(dayMs / 2)

    restart()

    clock.advance(dayMs / 2)
    assert.equal(standing('a'), 'answered')
    restart()
    clock.advance(1)
    assert.equal(standing('a'), 'first')
  })

  test('what nobody asked for the longest still goes first', () => {
    const { answer, standing, restart } = open()
    for (let nth = 1; nth <= 10_000; nth++) answer(`${nth}`, '')
    assert.equal(standing('1'), 'answered')

    restart()
    answer('10001', '')

    assert.deepEqual(['1', '2', '3'].map(standing), ['answered', 'first', 'answered'])
  })
})

describe('What the log remembers of replies', () => {
  test('goes with them', () => {
    const { clock, memos, answer, standing } = open()
    for (let nth = 1; nth <= 10_005; nth++) answer(`${nth}`, '')
    assert.equal(memos.size, 10_000)

    clock.advance(dayMs + 1)
    assert.equal(standing('10005'), 'first')
    assert.equal(memos.size, 9999)
  })
})
