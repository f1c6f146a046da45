import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { openApp } from '../test/support/app.ts'

test("the OpenAPI document passes Redocly's recommended rules", async () => {
  const { app } = openApp({ outcomeHeaders: true })
  const source = await (await app.request('/openapi.json')).text()
  const config = await createConfig({ extends: ['recommended'] })

  const findings = await lintFromString({ source, config })

  assert.deepEqual(
    findings.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    [],
  )
  // Proves that the linter works: it reports a document without a licence.
  const bare = source.replace('"license"', '"x-license"')
  const [finding] = await lintFromString({ source: bare, config })
  assert.equal(finding?.ruleId, 'info-license')
})

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
