import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

interface Race {
  readonly id: string
  readonly result?: {
    readonly winner: string
    readonly orderId: string
    readonly decidedAt: string
  }
}

/** A platform and a held venue with races. */
async function openWithRaces(seed = '42') {
  const opened = openControl()
  await opened.open({ name: 'mine', seed, latencyMs: 0, clock: { mode: 'held' } })
  const there = { venue: 'mine' }
  const path = '/venues/mine/races'
  const addRule = (draft: object = {}) => bodyIn<Race>(opened.post(path, draft))
  const races = () => bodyIn<Race[]>(opened.ask('GET', path))
  const cancel = (orderId: string, headers = {}) =>
    opened.remove(`/orders/${orderId}`, { ...there, ...headers })
  const events = () =>
    bodyIn<{ type: string; occurredAt: string }[]>(opened.get('/log?from=0', there))
  const advance = (byMs: number) => opened.post('/venues/mine/clock/advance', { byMs })
  return { ...opened, there, path, addRule, races, cancel, events, advance }
}

describe('A race', () => {
  test('won by the execution: it happens at the instant of the cancel, which is refused', async () => {
    const { addRule, placeIn, cancel, races, advance, readIn } = await openWithRaces()
    await addRule({ winner: 'execution' })
    const { orderId } = await placeIn('mine')
    await advance(10)

    assert.deepEqual(await issuesIn(cancel(orderId)), ['ORDER_ALREADY_EXECUTED'])

    const decidedAt = '2026-01-01T00:00:00.010Z'
    assert.deepEqual(
      (await races()).map(({ result }) => result),
      [{ winner: 'execution', orderId, decidedAt }],
    )
    const order = await readIn('mine', orderId)
    assert.equal('executedAt' in order && order.executedAt, decidedAt)
  })

  test('won by the cancellation: the order is not executed', async () => {
    const { addRule, placeIn, cancel, races, post, readIn } = await openWithRaces()
    await addRule({ winner: 'cancellation' })
    const { orderId } = await placeIn('mine')

    assert.equal((await cancel(orderId)).status, 204)

    assert.equal((await races())[0]?.result?.winner, 'cancellation')
    await post('/venues/mine/clock/advance', { untilIdle: true })
    const order = await readIn('mine', orderId)
    assert.deepEqual([order.orderStatus, order.version], ['CANCELLED', 2])
  })

  test('is run once, by the first matching cancel', async () => {
    const { addRule, placeIn, cancel, races } = await openWithRaces()
    const bobs = await placeIn('mine', { clientOrderId: 'bob-1' })
    const alices = await placeIn('mine', { clientOrderId: 'alice-1' })
    const second = await placeIn('mine', { clientOrderId: 'alice-2' })
    const gone = await placeIn('mine', { clientOrderId: 'alice-0' })
    await cancel(gone.orderId)
    await addRule({ match: { clientOrderId: 'alice-*' }, winner: 'execution' })

    assert.deepEqual(await issuesIn(cancel(gone.orderId)), ['ORDER_ALREADY_CANCELLED'])
    assert.equal((await cancel(bobs.orderId)).status, 204)
    assert.equal((await races())[0]?.result, undefined)
    assert.equal((await cancel('nobody')).status, 404)
    assert.equal((await cancel(alices.orderId)).status, 409)
    assert.equal((await cancel(second.orderId)).status, 204)
    assert.equal((await races())[0]?.result?.orderId, alices.orderId)
  })

  test('selects by order or symbol, also when many orders are cancelled', async () => {
    const { addRule, placeIn, remove, there, races } = await openWithRaces()
    const one = await placeIn('mine', { symbol: 'BTC/USD' })
    const two = await placeIn('mine')
    const three = await placeIn('mine')
    await addRule({ match: { orderId: two.orderId }, winner: 'execution' })
    await addRule({ match: { symbol: 'BTC/USD' }, winner: 'execution' })

    const results = await bodyIn<{ orderStatus: string }[]>(
      remove('/orders?orderStatus=PENDING', there),
    )

    assert.deepEqual(
      results.map(({ orderStatus }) => orderStatus),
      ['EXECUTED', 'EXECUTED', 'CANCELLED'],
    )
    assert.deepEqual(
      (await races()).map(({ result }) => result?.orderId),
      [two.orderId, one.orderId],
    )
    assert.ok(three)
  })

  test('without a given winner is decided by the seed, the same in every run', async () => {
    const winners = async (seed: string, name?: string) => {
      const { addRule, placeIn, cancel, races } = await openWithRaces(seed)
      for (let nth = 0; nth < 16; nth++) {
        await addRule()
        const named = name === undefined ? {} : { clientOrderId: `${name}-${nth}` }
        await cancel((await placeIn('mine', named)).orderId)
      }
      return (await races()).map(({ result }) => result?.winner)
    }
    for (const name of ['alice', undefined]) {
      const first = await winners('42', name)
      assert.deepEqual(new Set(first), new Set(['execution', 'cancellation']))
      assert.deepEqual(await winners('42', name), first)
      assert.notDeepEqual(await winners('43', name), first)
    }
  })

  test('records the actual winner if a precondition fails the cancel', async () => {
    const { addRule, placeIn, cancel, races } = await openWithRaces()
    await addRule({ winner: 'cancellation' })
    const { orderId } = await placeIn('mine')

    assert.deepEqual(await issuesIn(cancel(orderId, { 'if-match': '"2"' })), ['VERSION_MISMATCH'])
    assert.equal((await races())[0]?.result?.winner, 'execution')
  })

  test('survives a restart and can be removed', async () => {
    const { addRule, post, placeIn, cancel, ask, path, races } = await openWithRaces()
    await addRule({ winner: 'execution' })
    const { id } = await addRule({ winner: 'execution' })
    await post('/venues/mine/restart')
    assert.equal((await cancel((await placeIn('mine')).orderId)).status, 409)

    assert.equal((await ask('DELETE', `${path}/${id}`)).status, 204)
    assert.equal((await cancel((await placeIn('mine')).orderId)).status, 204)
    assert.deepEqual(await issuesIn(ask('DELETE', `${path}/${id}`)), ['RULE_NOT_FOUND'])
    assert.equal((await ask('DELETE', path)).status, 204)
    assert.deepEqual(await races(), [])
  })

  for (const [draft, pointer] of [
    [{ winner: 'nobody' }, '/winner'],
    [{ match: { endpoint: 'DELETE /orders' } }, '/match/endpoint'],
    [{ match: { symbol: 'eur' } }, '/match/symbol'],
  ] as const) {
    test(`is refused as ${JSON.stringify(draft)}`, async () => {
      const { post } = await openWithRaces()
      const faults = await issuesIn(post('/venues/mine/races', draft))
      assert.deepEqual(faults, ['INVALID_REQUEST', pointer])
    })
  }
})
