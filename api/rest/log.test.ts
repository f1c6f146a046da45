import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { OrderEvent } from '../contract/orders.ts'
import { bodyIn, issuesIn, nextPageOf, openApp, turn, watch } from '../test/support/app.ts'

async function withEvents(count: number) {
  const app = openApp()
  for (let placed = 0; placed < count; placed++) await app.placed()
  return app
}

const positions = (events: OrderEvent[]) => events.map(({ position }) => position)

describe('The log', () => {
  test('can be read to its end by following the links', async () => {
    const { clock, get, placed } = await withEvents(5)
    const read: OrderEvent[][] = []
    for (let next: string | undefined = '/log?limit=2'; next && read.length < 9; ) {
      const response = await get(next)
      read.push(await bodyIn<OrderEvent[]>(response))
      next = nextPageOf(response)
      // Events that are recorded meanwhile are read too.
      if (read.length === 1) await placed()
      if (read.length === 2) clock.advance(3000)
    }

    assert.deepEqual(read.map(positions), [
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
      [9, 10],
      [11, 12],
    ])
    const types = read.flat().map(({ type }) => type)
    assert.deepEqual(types, [...Array(6).fill('OrderPlaced'), ...Array(6).fill('OrderExecuted')])
  })

  test('is read from its beginning, 100 events a page, by default', async () => {
    const { get } = await withEvents(101)

    const first = await get('/log')
    const second = await get('/log?from=100')

    assert.equal((await bodyIn<OrderEvent[]>(first)).length, 100)
    assert.equal(nextPageOf(first), '/log?from=100')
    assert.deepEqual(positions(await bodyIn<OrderEvent[]>(second)), [101])
    assert.equal(nextPageOf(second), undefined)
  })

  test('has an empty page at its end, and is refused after it', async () => {
    const { get } = await withEvents(2)

    const end = await get('/log?from=2')
    assert.equal(nextPageOf(end), undefined)
    assert.deepEqual(await bodyIn(end), [])
    assert.deepEqual(await bodyIn(openApp().get('/log')), [])
    assert.deepEqual(await issuesIn(get('/log?from=3')), ['INVALID_REQUEST', '/from'])
  })

  test('refuses invalid and unknown parameters', async () => {
    const { get } = await withEvents(1)

    for (const name of ['from', 'limit']) {
      for (const value of ['-1', '', '1.5', '1e2', 'x', `1&${name}=1`]) {
        const query = `${name}=${value}`
        assert.deepEqual(
          await issuesIn(get(`/log?${query}`)),
          ['INVALID_REQUEST', `/${name}`],
          query,
        )
      }
    }
    assert.deepEqual(await issuesIn(get('/log?limit=0')), ['INVALID_REQUEST', '/limit'])
    assert.deepEqual(await issuesIn(get('/log?limit=1001')), ['INVALID_REQUEST', '/limit'])
    assert.deepEqual(await issuesIn(get('/log?at=1')), ['INVALID_REQUEST', '/at'])
  })

  test('is answered without latency', async () => {
    const { get } = openApp({ latency: { minMs: 500, maxMs: 500 } })
    const reading = watch(get('/log'))
    await turn()

    assert.equal(reading.hasCome, true)
  })
})
