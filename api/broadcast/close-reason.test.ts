import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { closeCodeTable, goingAway, noPong, resumeFrom } from './close-reason.ts'

test('The README has the same table of close codes as the API description', async () => {
  const readme = await readFile(new URL('../stream/README.md', import.meta.url), 'utf8')

  assert.ok(readme.includes(closeCodeTable))
  for (const { code } of [goingAway, resumeFrom(42), noPong]) {
    assert.match(closeCodeTable, new RegExp(`\\| ${code} \\|`))
  }
})

test('Every reason fits into a close frame', () => {
  // At most 125 bytes, of which two are the code (RFC 6455, section 5.5).
  assert.ok(resumeFrom(Number.MAX_SAFE_INTEGER).reason.length <= 123)
})
