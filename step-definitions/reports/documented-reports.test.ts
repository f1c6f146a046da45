import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path/posix'
import { test } from 'node:test'
import { reports, reportsFolder } from './files.ts'

test('every report of a run is listed in a README', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
  const paths = Object.values(reports).map((path) => relative(reportsFolder, path))
  assert.deepEqual(
    paths.filter((path) => !readme.includes(`\`${path}\``)),
    [],
  )
})
