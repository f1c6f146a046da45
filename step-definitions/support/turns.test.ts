import assert from 'node:assert/strict'
import { it } from 'node:test'
import { Turns } from './turns.ts'

/** Takes five turns of one millisecond; returns the most that ran at once, and their order. */
async function fiveTurns(turns: Turns): Promise<{ most: number; order: number[] }> {
  let running = 0
  let most = 0
  const order: number[] = []
  const take = (nth: number) =>
    turns.take(async () => {
      running += 1
      most = Math.max(most, running)
      order.push(nth)
      await new Promise(setImmediate)
      running -= 1
    })
  await Promise.all([0, 1, 2, 3, 4].map(take))
  return { most, order }
}

it('As many tasks run at once as are allowed, the latest first', async () => {
  assert.deepEqual(await fiveTurns(new Turns(1)), { most: 1, order: [0, 4, 3, 2, 1] })
  assert.deepEqual(await fiveTurns(new Turns(2)), { most: 2, order: [0, 1, 4, 3, 2] })
  assert.deepEqual(await fiveTurns(new Turns(5)), { most: 5, order: [0, 1, 2, 3, 4] })
  assert.equal((await fiveTurns(new Turns(Number.POSITIVE_INFINITY))).most, 5)
})

it('What follows a task comes before tasks that have not begun', async () => {
  const turns = new Turns(1)
  const done: string[] = []
  const take = (name: string) => turns.take(async () => void done.push(name))
  const placeAndCancel = async (nth: number) => {
    await take(`place ${nth}`)
    await take(`cancel ${nth}`)
  }
  await Promise.all([1, 2, 3].map(placeAndCancel))
  assert.deepEqual(done, ['place 1', 'cancel 1', 'place 3', 'cancel 3', 'place 2', 'cancel 2'])
})

it('A task that fails gives its turn to the next one', async () => {
  const turns = new Turns(1)
  await assert.rejects(turns.take(() => Promise.reject(new Error('no'))))
  assert.equal((await fiveTurns(turns)).most, 1)
})

it('While turns are suspended, all tasks run at once', async () => {
  const turns = new Turns(1)
  assert.equal((await turns.suspendedDuring(() => fiveTurns(turns))).most, 5)
  assert.equal((await fiveTurns(turns)).most, 1)
})
