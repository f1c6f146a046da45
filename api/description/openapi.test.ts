import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { openApp } from '../test/support/app.ts'

test("the description leaves nothing to find for Redocly's recommended rules", async () => {
  const { app } = openApp({ outcomeHeaders: true })
  const source = await (await app.request('/openapi.json')).text()
  const config = await createConfig({ extends: ['recommended'] })

  const findings = await lintFromString({ source, config })

  assert.deepEqual(
    findings.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    [],
  )
  // The linter is awake: a description without a licence is something it recommends against.
  const bare = source.replace('"license"', '"x-license"')
  const [finding] = await lintFromString({ source: bare, config })
  assert.equal(finding?.ruleId, 'info-license')
})

test('what a request for no upgrade is answered with is described, header by header', async () => {
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
