import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApp, problemIn } from '../testing/app.ts'
import { exchange, serve } from '../testing/platform.ts'

test('a problem repeats no secret of its request', async () => {
  const { get } = openApp()
  const { instance, detail } = await problemIn(get('/nowhere;token=hush?api_key=hush'))
  assert.equal(instance, '/nowhere;token=(redacted)')
  assert.equal(detail, 'Nothing is at /nowhere;token=(redacted)')
})

test('nor does one of a request that reaches no route', async () => {
  const { port } = await serve()
  const target = 'http://me:hush@x/orders?token=hush'
  const { body } = await exchange(
    port,
    `GET ${target} HTTP/1.1\r\nHost: me:hush@x\r\nConnection: close\r\n\r\n`,
  )
  assert.equal(JSON.parse(body).instance, 'http://(redacted)@x/orders')
  assert.ok(!body.includes('hush'), body)
})
