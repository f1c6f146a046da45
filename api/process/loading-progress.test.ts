import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { createLoadingProgress } from './loading-progress.ts'

/** What is written about a load with a page every 100 ms. */
function writtenIn(ms: number, isTTY: boolean): string[] {
  const clock = createVirtualClock()
  const written: string[] = []
  const progress = createLoadingProgress({ isTTY, write: (text) => written.push(text) }, clock)
  for (let loaded = 5000; loaded <= ms * 50; loaded += 5000) {
    clock.advance(100)
    progress.show('main', loaded, 1_000_000)
  }
  progress.end()
  clock.advance(10_000)
  progress.show('main', 5000, 5000)
  return written
}

describe('The progress of a load', () => {
  test('is not shown if the load is short', () => {
    for (const isTTY of [true, false]) assert.deepEqual(writtenIn(400, isTTY), [])
  })

  test('is a line every second', () => {
    assert.deepEqual(writtenIn(2600, false), [
      'papertape: loading main: 25,000 of 1,000,000 events\n',
      'papertape: loading main: 75,000 of 1,000,000 events\n',
      'papertape: loading main: 125,000 of 1,000,000 events\n',
    ])
  })

  test('is one line on a terminal, rewritten at most four times a second and then removed', () => {
    const written = writtenIn(1500, true)

    assert.deepEqual(written, [
      '\r\x1b[Kpapertape: loading main: 25,000 of 1,000,000 events',
      '\r\x1b[Kpapertape: loading main: 40,000 of 1,000,000 events',
      '\r\x1b[Kpapertape: loading main: 55,000 of 1,000,000 events',
      '\r\x1b[Kpapertape: loading main: 70,000 of 1,000,000 events',
      '\r\x1b[K',
    ])
  })
})
