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
    test(`fits the source, and breaks a promise: ${name}`, () => {
      for (const [file, changes = []] of Map.groupBy(edits, (edit) => edit.file)) {
        const source = sourceOf(file)
        const changed = edited(source, changes)
        assert.notEqual(changed, source, `${file} is as it was`)
        // Throws where it is no TypeScript.
        stripTypeScriptTypes(changed)
      }
      for (const { feature, rule } of breaks) {
        assert.ok(rules.has(`${feature}: ${rule}`), `no Rule of the features says so: ${rule}`)
      }
      assert.ok(edits.length > 0 && breaks.length > 0)
      assert.match(name, /^[a-z]+(-[a-z]+)*$/)
      assert.match(defect, /^[A-Z].*\.$/)
    })
  }

  test('has a name and a defect of its own', () => {
    assert.equal(new Set(mutants.map(({ name }) => name)).size, mutants.length)
    assert.equal(new Set(mutants.map(({ defect }) => defect)).size, mutants.length)
  })
})

describe('An edit', () => {
  const edit = { file: 'engine/some.ts', from: 'a', to: 'b$&' }

  test('changes what stands there, to the letter', () => {
    assert.equal(edited('xax', [edit]), 'xb$&x')
  })

  test('that does not fit the source says so', () => {
    assert.throws(
      () => edited('xx', [edit]),
      /engine\/some\.ts has moved on.*is not there any more/,
    )
    assert.throws(() => edited('aa', [edit]), /is there 2 times/)
  })
})
