import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { withoutSettings } from './without-settings.ts'

const project = new URL('../../../', import.meta.url)

/** The variables in the tables of a README. */
const documentedIn = (path: string): string[] =>
  [...readFileSync(new URL(path, project), 'utf8').matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap(
    ([, cell = '']) => cell.match(/[A-Z_]+/g) ?? [],
  )

test('All settings are removed, and no other variable', () => {
  const names = [
    ...documentedIn('api/config/README.md'),
    ...documentedIn('step-definitions/README.md'),
  ]
  assert.ok(names.includes('DIALECT') && names.includes('MAX_CONNECTIONS') && names.length > 25)
  const set = Object.fromEntries(names.map((name) => [name, 'x']))
  const others = { PATH: '/bin', HOME: '/root', NODE_COMPILE_CACHE: 'here' }
  assert.deepEqual(withoutSettings({ ...set, ...others }), others)
})
