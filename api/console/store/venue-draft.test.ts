import assert from 'node:assert/strict'
import { test } from 'node:test'
import { venueDraftOf } from './venue-draft.ts'

test('empty fields are left out', () => {
  const form = { name: '', seed: '', mode: 'held', 'clock.startsAt': '', latencyMs: '' }
  assert.deepEqual(venueDraftOf(form), { clock: { mode: 'held' } })
})

test('a delay is a number or a range', () => {
  const { latencyMs, executionDelayMs } = venueDraftOf({
    latencyMs: '0',
    executionDelayMs: '1500-3000',
  })
  assert.deepEqual([latencyMs, executionDelayMs], [0, { minMs: 1500, maxMs: 3000 }])
})

test('a scaled clock has a speed, and a held one a start', () => {
  const form = { 'clock.speed': '60', 'clock.startsAt': '2026-02-01T00:00:00Z', durable: 'on' }
  assert.deepEqual(venueDraftOf({ mode: 'scaled', ...form }), {
    clock: { mode: 'scaled', speed: 60 },
    durable: true,
  })
  assert.deepEqual(venueDraftOf({ mode: 'held', ...form }).clock, {
    mode: 'held',
    startsAt: '2026-02-01T00:00:00Z',
  })
})

test('what is no number is sent as it is, for the server to refuse', () => {
  assert.equal(venueDraftOf({ latencyMs: 'fast' }).latencyMs, 'fast')
})
