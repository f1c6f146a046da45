import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Parser } from '@asyncapi/parser'
import { StreamQuery } from '../contract/stream.ts'
import { openApp } from '../test/support/app.ts'

const { app } = openApp()
const source = await (await app.request('http://papertape.example:9000/asyncapi.json')).text()

describe('The AsyncAPI document', () => {
  test('passes the AsyncAPI parser', async () => {
    const { document, diagnostics } = await new Parser().parse(source)

    assert.deepEqual(
      diagnostics.map(({ code, message }) => `${code}: ${message}`),
      [],
    )
    assert.equal(document?.version(), '3.1.0')
    assert.deepEqual(
      document
        ?.allServers()
        .all()
        .map((server) => `${server.protocol()} ${server.host()}`),
      ['ws papertape.example:9000', 'http papertape.example:9000'],
    )
  })

  test('has the parameters of both transports', () => {
    const { channels, operations } = JSON.parse(source)
    const { http } = operations.serverSentEvents.bindings

    const { lastEventId, ...shared } = http.query.properties
    assert.equal(lastEventId.type, 'string')
    assert.deepEqual(Object.keys(shared), Object.keys(StreamQuery.shape))
    assert.deepEqual(shared, channels.webSocket.bindings.ws.query.properties)
    assert.match(channels.serverSentEvents.description, /Last-Event-ID/)
  })

  test('would not pass with a part missing', async () => {
    const { diagnostics } = await new Parser().parse(source.replace('"action"', '"x-action"'))

    assert.match(diagnostics.map(({ message }) => message).join(), /action/)
  })
})
