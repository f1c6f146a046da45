import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { turn } from '../test/support/app.ts'
import { createRingBuffer } from './ring-buffer.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

interface Entry {
  readonly id: number
  weight: number
}

describe('What has fallen out of the latest', () => {
  test('is in memory no more, long before another takes its place', async () => {
    const latest = createRingBuffer<Entry>(10_000, 10, () => {})
    const add = (id: number): WeakRef<Entry> => {
      const one = { id, weight: 0 }
      latest.add(one)
      latest.weigh(one, 6)
      return new WeakRef(one)
    }
    const [first, last] = [add(1), add(2)]

    // A WeakRef holds on to what it was made of until its turn is over.
    await turn()
    collectGarbage()

    assert.equal(latest.dropped, 1)
    assert.deepEqual([first.deref()?.id, last.deref()?.id], [undefined, 2])
  })
})
