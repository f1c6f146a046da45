import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { openControl } from '../testing/control.ts'

test("the description of the control leaves nothing to find for Redocly's recommended rules", async () => {
  const { control } = openControl('secret')
  const source = await (await control.request('/openapi.json')).text()
  const config = await createConfig({ extends: ['recommended'] })

  const findings = await lintFromString({ source, config })

  assert.deepEqual(
    findings.map(({ ruleId, message }) => `${ruleId}: ${message}`),
    [],
  )
})
