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

describe('A ring buffer', () => {
  test('frees a dropped item at once, not when its slot is used again', async () => {
    const buffer = createRingBuffer<Entry>(10_000, 10, () => {})
    const add = (id: number): WeakRef<Entry> => {
      const entry = { id, weight: 0 }
      buffer.add(entry)
      buffer.weigh(entry, 6)
      return new WeakRef(entry)
    }
    const [first, last] = [add(1), add(2)]

    // A new WeakRef keeps its target alive until the current job ends.
    await turn()
    collectGarbage()

    assert.equal(buffer.dropped, 1)
    assert.deepEqual([first.deref()?.id, last.deref()?.id], [undefined, 2])
  })
})
