import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { helpText } from './help.ts'
import { settings, table } from './settings.ts'

const project = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, project), 'utf8')

describe('The table of settings', () => {
  test('is the one that the README shows', () => {
    const rows = read('api/config/README.md')
      .split('\n')
      .filter((line) => line.startsWith('| `'))

    assert.deepEqual(
      rows,
      table.map(({ variable, fallback, meaning }) => {
        const preset = fallback === undefined ? 'none' : `\`${fallback}\``
        return `| \`${variable}\` | ${preset} | ${meaning} |`
      }),
    )
  })

  test('is what the help prints, in lines that a terminal holds', () => {
    const text = helpText()

    for (const { variable, argument, fallback } of table) {
      const preset = fallback === undefined ? '' : ` (default ${fallback})`
      assert.ok(text.includes(`\n  --${argument}, ${variable}${preset}\n`), variable)
    }
    assert.ok(table.every(({ meaning }) => meaning.length > 0))
    assert.deepEqual(
      text.split('\n').filter((line) => line.length > 80),
      [],
    )
  })

  test('has defaults that it accepts itself', () => {
    assert.ok(settings.safeParse({}).success)
  })

  test('can be set in the shell that starts the composed platform', () => {
    const [, shared = ''] = /^x-settings:(.*?)^\S/ms.exec(read('compose.yml')) ?? []
    const [, api = ''] = /^ {2}api:$(.*?)^ {2}spec:$/ms.exec(read('compose.yml')) ?? []
    const handedOn = [...`${shared}${api}`.matchAll(/^ +([A-Z_]+):/gm)].map(([, name]) => name)
    // The image itself listens on every interface.
    const names = table.map(({ variable }) => variable).filter((name) => name !== 'HOST')

    assert.deepEqual([...new Set(handedOn)].toSorted(), names.toSorted())
  })
})
