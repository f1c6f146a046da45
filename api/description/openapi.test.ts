import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApp } from '../test/support/app.ts'

test('the document describes the reply to a request without an upgrade, header by header', async () => {
  const { app } = openApp()
  const { paths } = JSON.parse(await (await app.request('/openapi.json')).text())
  const { status, headers } = await app.request('/ws')
  assert.equal(status, 426)
  const described: Record<string, { example: string }> = paths['/ws'].get.responses[426].headers

  for (const name of ['Upgrade', 'Sec-WebSocket-Version']) {
    assert.equal(headers.get(name), described[name]?.example)
  }
  assert.ok(paths['/ws'].get.responses[101].headers['Sec-WebSocket-Accept'])
})
