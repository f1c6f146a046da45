import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { closeCodeTable, goingAway, noPong, resumeFrom } from './close-reason.ts'

test('people and programs read the same of the close codes', async () => {
  const readme = await readFile(new URL('../stream/README.md', import.meta.url), 'utf8')

  assert.ok(readme.includes(closeCodeTable))
  for (const { code } of [goingAway, resumeFrom(42), noPong]) {
    assert.match(closeCodeTable, new RegExp(`\\| ${code} \\|`))
  }
})

test('a reason is never longer than a close frame can carry', () => {
  // RFC 6455, section 5.5: 125 bytes, of which the code takes two.
  assert.ok(resumeFrom(Number.MAX_SAFE_INTEGER).reason.length <= 123)
})
