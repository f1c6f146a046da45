import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Parser } from '@asyncapi/parser'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { openApp } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

const { app } = openApp({ outcomeHeaders: true })
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

  test('would not pass with a part missing', async () => {
    const { diagnostics } = await new Parser().parse(source.replace('"action"', '"x-action"'))

    assert.match(diagnostics.map(({ message }) => message).join(), /action/)
  })
})

describe('The OpenAPI documents', async () => {
  const config = await createConfig({ extends: ['recommended'] })

  async function findingsIn(source: string): Promise<string[]> {
    const findings = await lintFromString({ source, config })
    return findings.map(({ ruleId, message }) => `${ruleId}: ${message}`)
  }

  for (const [name, api] of [
    ['trading API', app],
    ['control API', openControl('secret').control],
  ] as const) {
    test(`pass Redocly's recommended rules: ${name}`, async () => {
      const source = await (await api.request('/openapi.json')).text()

      assert.deepEqual(await findingsIn(source), [])
    })
  }

  test('would not pass without a licence', async () => {
    const source = await (await app.request('/openapi.json')).text()

    const [finding] = await findingsIn(source.replace('"license"', '"x-license"'))

    assert.match(finding ?? '', /^info-license: /)
  })
})
