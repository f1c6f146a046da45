import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyIn, issuesIn, openApp, problemIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

test('A repeated parameter is refused for being repeated, whatever its schema', async () => {
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

test('The control API refuses a venue in the query, because its path names one', async () => {
  const { post, ask, open } = openControl()
  await open({ name: 'mine', clock: { mode: 'held' } })

  for (const answer of [
    post('/venues/mine/clock/advance?venue=main', { byMs: 1 }),
    post('/venues?venue=mine'),
    ask('GET', '/venues/mine?venue=main'),
  ]) {
    assert.deepEqual(await issuesIn(answer), ['INVALID_REQUEST', '/venue'])
  }
})

test('A ticket with a repeated name or a number that would be rounded is refused with all its issues', async () => {
  const { send, get } = openApp()
  const rounded = 'would be rounded to 1000000000000: send at most 15 significant digits'

  for (const [body, errors] of [
    ['{"symbol":"A","side":"BUY","quantity":1,"side":"SELL"}', ['/side must be given once']],
    [
      String.raw`{"symbol":"A","side":"BUY","quantity":1,"\u0073ide":"BUY"}`,
      ['/side must be given once'],
    ],
    ['{"symbol":"A","side":"BUY","quantity":999999999999.9999999}', [`/quantity ${rounded}`]],
    ['{"symbol":"A","side":"BUY","quantity":1000000000000.00001}', [`/quantity ${rounded}`]],
    [
      '{"symbol":"A","symbol":"a b","side":"BUY","quantity":1,"note":{"x":1,"x":1}}',
      [
        '/symbol must be ',
        '/note is not a known field or parameter',
        '/symbol must be given once',
        '/note/x must be given once',
      ],
    ],
  ] as const) {
    for (const path of ['/orders', '/orders?dryRun=true']) {
      const problem = await problemIn(send(body, {}, path))
      assert.deepEqual([problem.status, problem.code], [400, 'INVALID_REQUEST'])
      const found = problem.errors?.map(({ pointer, message }) => `${pointer} ${message}`) ?? []
      assert.equal(found.length, errors.length, body)
      for (const [nth, error] of errors.entries())
        assert.ok(found[nth]?.startsWith(error), found[nth])
    }
  }
  assert.deepEqual(await bodyIn(get('/orders')), [])
  for (const quantity of ['1.50', '1e2', '1e-8', '1E+2', '100.0', '0.1']) {
    const reply = await send(`{"symbol":"A","side":"BUY","quantity":${quantity}}`)
    assert.equal((await bodyIn<{ quantity: number }>(reply)).quantity, Number(quantity))
  }
})

test('The control API refuses such bodies too', async () => {
  const { control, open } = openControl()
  await open({ name: 'mine' })
  const send = (method: string, path: string, body: string) =>
    control.request(path, { method, body, headers: { 'content-type': 'application/json' } })

  for (const [method, path, body, pointer] of [
    ['POST', '/venues', '{"name":"a","name":"b"}', '/name'],
    ['POST', '/venues', '{"clock":{"mode":"scaled","speed":1.00000000000000001}}', '/clock/speed'],
    ['POST', '/venues/mine/outcomes', '{"outcome":{"does":"hold","does":"hold"}}', '/outcome/does'],
    [
      'PUT',
      '/venues/mine/latency',
      '{"before":{"POST /orders":1,"POST /orders":1}}',
      '/before/POST ~1orders',
    ],
    ['POST', '/venues/mine/restart', '{"a":[{"b":1,"b":1}]}', '/a/0/b'],
  ] as const) {
    const { code, errors = [] } = await problemIn(send(method, path, body))
    assert.equal(code, 'INVALID_REQUEST', body)
    assert.ok(
      errors.some((error) => error.pointer === pointer),
      JSON.stringify(errors),
    )
  }
})
