import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { envelopeOf, parseLatencies, writtenLatencies } from './latencies.ts'

const parsed = (text: string) => parseLatencies('LATENCY_MS', text)
const usual = { shortestMs: 100, longestMs: 1000 }
const none = { shortestMs: 0, longestMs: 0 }

describe('Latencies', () => {
  it('are the same for all endpoints if there is one range', () => {
    const latencies = { place: usual, find: usual, list: usual, cancel: usual }
    assert.deepEqual(parsed('100-1000'), latencies)
    assert.equal(writtenLatencies(latencies), '100-1000')
  })

  it('may differ by endpoint', () => {
    const latencies = parsed('POST /orders=0, *=100-1000')
    assert.deepEqual(latencies, { place: none, find: usual, list: usual, cancel: usual })
    assert.deepEqual(parsed(writtenLatencies(latencies)), latencies)
    assert.deepEqual(envelopeOf(latencies), { shortestMs: 0, longestMs: 1000 })
    assert.deepEqual(envelopeOf(latencies, ['find', 'cancel']), usual)
  })

  for (const text of [
    '',
    'fast',
    'POST /orders=0',
    'POST /orders=0,POST /orders=1,*=2',
    'PUT /orders=0,*=100-1000',
    'POST /orders=,*=100-1000',
    '*=1000-100',
    '*=0=1',
    '*=0,',
  ]) {
    it(`are refused as "${text}", with the name of the variable`, () => {
      assert.throws(() => parsed(text), /^Error: LATENCY_MS must be .*, but is "/)
    })
  }
})
