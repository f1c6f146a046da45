import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { describe, test } from 'node:test'
import { edited } from './mutant.ts'
import { mutants } from './mutants.ts'
import { allRules } from './run/rules.ts'

const project = new URL('../../', import.meta.url)
const sourceOf = (file: string) => readFileSync(new URL(file, project), 'utf8')

const rules = new Set(allRules().map(({ feature, rule }) => `${feature}: ${rule}`))

describe('Every mutant', () => {
  for (const { name, defect, edits, breaks } of mutants) {
    test(`edits the source and breaks a promise: ${name}`, () => {
      for (const [file, changes = []] of Map.groupBy(edits, (edit) => edit.file)) {
        const source = sourceOf(file)
        const changed = edited(source, changes)
        assert.notEqual(changed, source, `${file} is unchanged`)
        // Throws if the result is not TypeScript.
        stripTypeScriptTypes(changed)
      }
      for (const { feature, rule } of breaks) {
        assert.ok(rules.has(`${feature}: ${rule}`), `no Rule has this name: ${rule}`)
      }
      assert.ok(edits.length > 0 && breaks.length > 0)
      assert.match(name, /^[a-z]+(-[a-z]+)*$/)
      assert.match(defect, /^[A-Z].*\.$/)
    })
  }

  test('has a unique name and defect', () => {
    assert.equal(new Set(mutants.map(({ name }) => name)).size, mutants.length)
    assert.equal(new Set(mutants.map(({ defect }) => defect)).size, mutants.length)
  })
})

test('Every Rule is broken by a mutant', () => {
  const broken = new Set(
    mutants.flatMap(({ breaks }) => breaks.map(({ feature, rule }) => `${feature}: ${rule}`)),
  )
  assert.deepEqual(
    [...rules].filter((rule) => !broken.has(rule)),
    [],
  )
})

describe('An edit', () => {
  const edit = { file: 'engine/some.ts', from: 'a', to: 'b$&' }

  test('replaces its text literally', () => {
    assert.equal(edited('xax', [edit]), 'xb$&x')
  })

  test('that does not match the source throws', () => {
    assert.throws(() => edited('xx', [edit]), /engine\/some\.ts has changed.*no longer occurs/)
    assert.throws(() => edited('aa', [edit]), /occurs 2 times/)
  })
})
