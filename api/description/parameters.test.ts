import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn, openApp, ticket } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

interface Operation {
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly schema: {
      readonly type?: string
      readonly minimum?: number
      readonly maximum?: number
    }
  }[]
}

test('every parameter is described by the schema that validates it', () => {
  const { app, control } = openControl('secret', { outcomeHeaders: true })
  for (const { openAPIRegistry } of [app, control]) {
    const routes = openAPIRegistry.definitions.filter(({ type }) => type === 'route')
    assert.ok(routes.length > 5)
    assert.deepEqual(
      routes.flatMap((one) => ('route' in one && one.route.parameters ? [one.route.path] : [])),
      [],
    )
  }
})

/** Parameters that accept any text. */
const anyText = new Set(['log', 'Log-Id', 'orderId', 'venue', 'Venue'])

/** An open quote: invalid as a number, name, tag, key or outcome. */
const broken = '"'

describe('Every described parameter is validated:', async () => {
  const { app, send, placed, get } = openApp({ outcomeHeaders: true })
  const { paths } = await bodyIn<{ paths: Record<string, Record<string, Operation>> }>(
    get('/openapi.json'),
  )
  const { orderId } = await placed()
  const parameters = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) =>
      (operation.parameters ?? []).map((parameter) => ({ path, method, ...parameter })),
    ),
  )

  function ask(method: string, target: string, headers: Record<string, string>) {
    if (method === 'post') return send(JSON.stringify(ticket), headers, target)
    return app.request(target, { method: method.toUpperCase(), headers })
  }

  for (const { path, method, name, in: where, schema } of parameters) {
    if (anyText.has(name)) continue

    async function assertRefused(value: string) {
      const there = path.replace('{orderId}', orderId)
      const [code, ...pointers] = await issuesIn(
        where === 'query'
          ? ask(method, `${there}?${name}=${encodeURIComponent(value)}`, {})
          : ask(method, there, { [name]: value }),
      )
      assert.equal(code, 'INVALID_REQUEST')
      assert.ok(pointers.includes(`/${name}`), pointers.join())
    }

    test(`${where} ${name} of ${method} ${path}`, () => assertRefused(broken))

    if (schema.type !== 'integer') continue
    test(`${where} ${name} of ${method} ${path}, up to its bounds`, async () => {
      const { minimum, maximum } = schema
      assert.ok(minimum !== undefined && maximum !== undefined)
      for (const value of [minimum - 1, maximum + 1]) await assertRefused(`${value}`)
    })
  }
})
