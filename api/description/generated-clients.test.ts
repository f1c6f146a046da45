import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openControl } from '../test/support/control.ts'

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}

/** Names that JavaScript, Python, Java or C# reserve: no argument or function can have them. */
const reserved = new Set(
  `abstract and arguments as assert async await base bool boolean break byte case catch char class const
  continue debugger def default del delete do double elif else enum event except export extends false
  final finally float for foreach from function global goto if implements import in instanceof int
  interface internal is lambda let long namespace native new nonlocal not null object operator or out
  override package params pass private protected public raise readonly ref return self short static
  string struct super switch synchronized this throw throws true try type typeof using var virtual void
  volatile while with yield`.split(/\s+/),
)

/** Names that generated functions use themselves. */
const used = new Set(
  'axios body client config data error fetch headers method options query request response result url'.split(
    ' ',
  ),
)

const { app, control } = openControl('secret', { outcomeHeaders: true })

for (const [title, { request }] of Object.entries({ trading: app, control })) {
  describe(`The document of the ${title} API`, async () => {
    const source = await (await request('/openapi.json')).text()
    const { paths } = JSON.parse(source) as { paths: Record<string, Record<string, Operation>> }
    const operations = Object.values(paths).flatMap((item) => Object.values(item))

    test('has operation ids that are unique and not reserved', () => {
      const names = operations.map(({ operationId }) => operationId)
      assert.equal(new Set(names).size, names.length)
      assert.deepEqual(names.filter(isTaken), [])
    })

    test('has path parameters whose names are not reserved', () => {
      const names = operations.flatMap(({ parameters = [] }) =>
        parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
      )
      assert.ok(names.length > 0)
      assert.deepEqual(names.filter(isTaken), [])
    })

    test('links only to valid URLs', () => {
      const links = [...source.matchAll(/"externalDocs":\{[^}]*?"url":"([^"]*)"/g)]
      assert.deepEqual(
        links.map(([, url = '']) => url).filter((url) => !URL.canParse(url)),
        [],
      )
    })
  })
}

const isTaken = (name: string) => reserved.has(name) || used.has(name)
