import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

interface Digests {
  readonly digest: string
  readonly story: string
  readonly position: number
}

/** Runs the same sequence in a held venue. */
async function run(seed: string, meanwhile: (control: ReturnType<typeof openControl>) => unknown) {
  const control = openControl()
  const { open, post, ask, placeIn, remove } = control
  await open({ name: 'mine', seed, clock: { mode: 'held' }, latencyMs: 0 })
  await post('/venues/mine/outcomes', {
    match: { probability: 0.5 },
    outcome: { does: 'cancel', reason: 'no liquidity' },
  })
  const orders = []
  for (const quantity of [1, 2, 3, 4, 5]) orders.push(await placeIn('mine', { quantity }))
  await meanwhile(control)
  await remove(`/orders/${orders[2]?.orderId}`, { venue: 'mine' })
  await post('/venues/mine/clock/advance', { untilIdle: true })
  return bodyIn<Digests>(ask('GET', '/venues/mine/log/digest'))
}

describe('The digest of a log', () => {
  test('is the same in every run on a held clock, with or without restarts, and differs by seed', async () => {
    const first = await run('42', () => {})

    assert.equal(first.position, 10)
    assert.deepEqual(await run('42', ({ post }) => post('/venues/mine/restart')), first)
    assert.notEqual((await run('43', () => {})).digest, first.digest)
  })

  test('is this constant on every machine', async () => {
    assert.deepEqual(await run('42', () => {}), {
      digest: 'a164b4fa6672c72da15a66fe6ce108cdc319f1aa97ce56e964ad1a675f279dc0',
      story: '9e14e7f3da6c5b1c66be7134b8c6f88273c73169e3df74a7b4935a46101637e6',
      position: 10,
    })
  })

  test('has the same story for a run at another time', async () => {
    const first = await run('42', () => {})
    const later = await run('42', ({ post }) => post('/venues/mine/clock/advance', { byMs: 1000 }))

    assert.notEqual(later.digest, first.digest)
    assert.equal(later.story, first.story)
  })

  test('is refused for an unknown venue and with a query', async () => {
    const { ask } = openControl()
    const faults = (path: string) => issuesIn(ask('GET', path))

    assert.deepEqual(await faults('/venues/nowhere/log/digest'), ['VENUE_NOT_FOUND'])
    assert.deepEqual(await faults('/venues/main/log/digest?at=1'), ['INVALID_REQUEST', '/at'])
  })
})
