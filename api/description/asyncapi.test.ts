import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StreamQuery } from '../contract/stream.ts'
import { openApp } from '../test/support/app.ts'

test('The AsyncAPI document has the parameters of both transports', async () => {
  const { app } = openApp()
  const { channels, operations } = JSON.parse(await (await app.request('/asyncapi.json')).text())
  const { http } = operations.serverSentEvents.bindings

  const { lastEventId, ...shared } = http.query.properties
  assert.equal(lastEventId.type, 'string')
  assert.deepEqual(Object.keys(shared), Object.keys(StreamQuery.shape))
  assert.deepEqual(shared, channels.webSocket.bindings.ws.query.properties)
  assert.match(channels.serverSentEvents.description, /Last-Event-ID/)
})
