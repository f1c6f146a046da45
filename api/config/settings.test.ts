import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { helpText } from './help.ts'
import { settings, table } from './settings.ts'

const project = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, project), 'utf8')

describe('The table of settings', () => {
  test('equals the table in the README', () => {
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

  test('is printed by --help, in lines of at most 80 characters', () => {
    const text = helpText('npm start')

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

  test('has valid defaults', () => {
    assert.ok(settings.safeParse({}).success)
  })

  /** What a compose file passes on: the shared settings, and those of the service after `start`. */
  function passedOn(file: string, start: RegExp): string[] {
    const text = read(file)
    const [, shared = ''] = /^x-settings:(.*?)^\S/ms.exec(text) ?? []
    const [, service = ''] = start.exec(text) ?? []
    return [...`${shared}${service}`.matchAll(/^ +([A-Z_]+):/gm)].map(([, name = '']) => name)
  }

  /** All settings but those that a container sets itself. */
  const except = (...fixed: string[]) =>
    table.map(({ variable }) => variable).filter((name) => !fixed.includes(name))

  test('can be set in the shell that runs docker compose', () => {
    const names = passedOn('compose.yml', /^ {2}api:$(.*?)^ {2}spec:$/ms)
    assert.deepEqual([...new Set(names)].toSorted(), except('HOST').toSorted())
  })

  test('can be set in the shell that runs a cluster', () => {
    const names = passedOn('compose.cluster.yml', /^x-node:(.*?)^\S/ms)
    const fixed = ['HOST', 'PORT', 'CONTROL_PORT', 'NODE_HOST']
    assert.deepEqual([...new Set(names)].toSorted(), except(...fixed).toSorted())
  })
})
