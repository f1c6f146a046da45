import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Evidence } from './evidence.ts'
import { lanesOf } from './lanes.ts'

const request = { method: 'GET', url: '', headers: [] }
const reply = { status: 200, headers: [], body: { text: '' } }

describe('The lanes of a timeline', () => {
  it('show whose row it is, and whose request waits for its reply', () => {
    const recorded: Pick<Evidence, 'timeline' | 'requests' | 'streams'> = {
      requests: {
        omitted: 0,
        first: [
          { ...request, who: 'Alice', atMs: 0, noReply: 'no answer' },
          { ...request, who: 'Carol', atMs: 5, reply: { ...reply, afterMs: 10 } },
          { ...request, who: 'Dave', atMs: 12, noReply: 'did not wait for it' },
        ],
      },
      streams: { first: [], omitted: 0 },
      timeline: [
        { is: 'request', atMs: 0, nth: 0 },
        { is: 'request', atMs: 5, nth: 1 },
        { is: 'received', atMs: 10, who: 'Bob', text: '' },
        { is: 'omitted', requests: 0, replies: 0, messages: 1 },
        { is: 'request', atMs: 12, nth: 2 },
        { is: 'reply', atMs: 20, nth: 0 },
        { is: 'failed', atMs: 30 },
      ],
    }
    const drawn = lanesOf(recorded).map((lanes) =>
      lanes.map(({ mark, waits }) => mark || (waits.length > 0 ? '|' : ' ')).join(''),
    )
    // The row of Carol's reply is left out: she waits until the row after its place.
    assert.deepEqual(drawn, ['→   ', '|→  ', '||◆ ', '||  ', '|| →', '←|  ', '    '])
    const waitsOfAlice = lanesOf(recorded).map(([alice]) => alice?.waits.join(' '))
    const between = Array(4).fill('before after')
    assert.deepEqual(waitsOfAlice, ['after', ...between, 'before', ''])
  })
})
