import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsIn, problemIn } from '../testing/app.ts'
import { openControl } from '../testing/control.ts'

test('A parameter that is given twice is refused for that, whatever it is to be', async () => {
  const { get, ask } = openControl()
  await ask('POST', '/venues', { name: 'mine' })
  const asked = [
    get('/orders?orderStatus=PENDING&orderStatus=EXECUTED'),
    get('/orders?symbol=EURUSD&symbol=EURUSD'),
    get('/orders/1?at=0&at=0'),
    get('/log?limit=5&limit=6'),
    get('/orders/1/events?venue=main&venue=mine'),
    ask('GET', '/venues/mine/journal/1/frames?by=venue&by=client'),
    ask('GET', '/venues/mine/journal?kind=request&kind=control'),
  ]

  for (const { code, errors = [] } of await Promise.all(asked.map(problemIn))) {
    assert.equal(code, 'INVALID_REQUEST')
    assert.deepEqual(
      errors.map(({ message }) => message),
      ['must be given once'],
    )
  }
})

test('A query names no venue where the path of the control does', async () => {
  const { post, ask, open } = openControl()
  await open({ name: 'mine', clock: { mode: 'held' } })

  for (const answer of [
    post('/venues/mine/clock/advance?venue=main', { byMs: 1 }),
    post('/venues?venue=mine'),
    ask('GET', '/venues/mine?venue=main'),
  ]) {
    assert.deepEqual(await faultsIn(answer), ['INVALID_REQUEST', '/venue'])
  }
})
