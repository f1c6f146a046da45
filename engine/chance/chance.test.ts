import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { createChance, drawSeed } from './chance.ts'

test('a draw depends only on the seed, the purpose, the key and the use', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.nat(), (seed, purpose, key, nth) => {
      const chance = createChance(seed)
      const first = chance.fraction(purpose, key, nth)
      chance.fraction('something', 'between')

      assert.equal(chance.fraction(purpose, key, nth), first)
      assert.equal(createChance(seed).fraction(purpose, key, nth), first)
      assert.notEqual(chance.fraction(purpose, key, nth + 1), first)
      assert.notEqual(chance.fraction(`${purpose}.`, key, nth), first)
      assert.notEqual(createChance(`${seed}.`).fraction(purpose, key, nth), first)
    }),
  )
})

test('a draw follows its published definition', () => {
  const digest = (block: number) =>
    createHash('sha256').update(`["a seed","latency","GET /orders",${block}]`).digest('hex')
  const chance = createChance('a seed')

  // A digest holds five fractions or two ids.
  assert.equal(
    chance.fraction('latency', 'GET /orders', 7),
    Number(`0x${digest(1).slice(24, 36)}`) / 2 ** 48,
  )
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  const bytes = [...Buffer.from(digest(3).slice(32), 'hex')]
  assert.equal(
    chance.id('latency', 'GET /orders', 7),
    bytes
      .toReversed()
      .map((byte) => alphabet[byte % 32])
      .join(''),
  )
})

test('uniform delays cover the whole range evenly, both ends included', () => {
  const chance = createChance('a seed')
  const drawn = Array.from({ length: 20_000 }, (_, nth) =>
    chance.delayMs({ minMs: 100, maxMs: 119 }, 'latency', 'GET /orders', nth),
  )

  const counts = Array.from(
    { length: 20 },
    (_, index) => drawn.filter((ms) => ms === 100 + index).length,
  )
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    drawn.length,
  )
  const chiSquare = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  // One uniform sample in a thousand exceeds 43.8. The seed is fixed, so this one never does.
  assert.ok(chiSquare < 43.8, `chi-square with 19 degrees of freedom is ${chiSquare}`)
})

test('a constant delay is always the same', () => {
  assert.equal(createChance('a seed').delayMs({ minMs: 250, maxMs: 250 }, 'latency', 'x'), 250)
})

test('ids differ', () => {
  const chance = createChance('a seed')
  const ids = new Set(Array.from({ length: 10_000 }, (_, n) => chance.id('orderId', '', n)))

  assert.equal(ids.size, 10_000)
})

test('two drawn seeds differ', () => {
  assert.notEqual(drawSeed(), drawSeed())
})
