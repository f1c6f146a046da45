import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { relative } from 'node:path/posix'
import { test } from 'node:test'
import { reports, reportsFolder } from './files.ts'

test('every report that a run leaves is told of in a README', () => {
  const told = ['../../README.md', '../README.md']
    .map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
    .join()
  const left = Object.values(reports).map((path) => relative(reportsFolder, path))
  assert.deepEqual(
    left.filter((path) => !told.includes(`\`${path}\``)),
    [],
  )
})
