import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApp, problemIn, ticket } from '../test/support/app.ts'
import { exchange, serve } from '../test/support/platform.ts'

test('A problem repeats no secret of the request', async () => {
  const { get } = openApp()
  const { instance, detail } = await problemIn(get('/nowhere;token=hush?api_key=hush'))
  assert.equal(instance, '/nowhere;token=(redacted)')
  assert.equal(detail, 'There is nothing at /nowhere;token=(redacted)')
})

test('A pointer repeats no secret of the request', async () => {
  const { get, send } = openApp()
  const query = await problemIn(get('/orders?token%3Dhush'))
  assert.deepEqual(
    query.errors?.map(({ pointer }) => pointer),
    ['/token=(redacted)'],
  )
  const body = await problemIn(send('{"http://me:hush@x":1}'))
  assert.ok(!JSON.stringify([query, body]).includes('hush'))
})

test('A JSON parser error repeats no text of the body', async () => {
  const { send } = openApp()
  for (const [body, reason] of [
    ['{"apiKey":hush}', 'Unexpected token'],
    ['{"apiKey":1,hush:2}', 'position 12'],
    ['{"apiKey":"a"hush', 'position 13'],
    ['undefined', 'Unexpected token'],
  ] as const) {
    const { code, detail } = await problemIn(send(body))
    assert.equal(code, 'MALFORMED_JSON')
    assert.ok(detail.startsWith('The body is not valid JSON: ') && detail.includes(reason), detail)
    assert.ok(!/hush|'h'|undefined/.test(detail), detail)
  }
})

test('A problem of a request that reaches no route repeats no secret', async () => {
  const { port } = await serve()
  const target = 'http://me:hush@x/orders?token=hush'
  const { body } = await exchange(
    port,
    `GET ${target} HTTP/1.1\r\nHost: me:hush@x\r\nConnection: close\r\n\r\n`,
  )
  assert.equal(JSON.parse(body).instance, 'http://(redacted)@x/orders')
  assert.ok(!body.includes('hush'), body)
})

test('nor does one that quotes a header or a number', async () => {
  const { send } = openApp()
  for (const [body, type] of [
    ['{}', 'Basic hush'],
    ['{}', 'text/hush; token = hush'],
    ['{"pin":1234567890123456789}', 'application/json'],
    ['{"pin":{"a":[1234567890123456789]}}', 'application/json'],
  ] as const) {
    const problem = await problemIn(send(body, { 'content-type': type }))
    assert.doesNotMatch(JSON.stringify(problem), /HUSH|= hush|Basic hush|12345678/)
  }
})

test('a problem repeats a clientOrderId and a host that look like named secrets', async () => {
  const { send } = openApp()
  const body = JSON.stringify({ ...ticket, clientOrderId: 'key:1' })
  await send(body)
  const { code, detail } = await problemIn(send(body))
  assert.equal(code, 'DUPLICATE_CLIENT_ORDER_ID')
  assert.match(detail, / clientOrderId key:1\.$/)

  const { port } = await serve()
  const request = 'GET / HTTP/1.1\r\nHost: auth:8080\r\nConnection: close\r\n\r\n'
  const refused = JSON.parse((await exchange(port, request)).body)
  assert.match(refused.detail, /^The host auth:8080 is not allowed\. Use localhost/)
})
