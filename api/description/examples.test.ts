import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bodyIn } from '../testing/app.ts'
import { openControl } from '../testing/control.ts'

interface Body {
  readonly example?: unknown
  readonly examples?: object
}

interface Operation {
  readonly responses: Record<string, { readonly content?: Record<string, Body> }>
}

interface Described {
  readonly name: string
  readonly operation: Operation
}

const { app, control } = openControl()

for (const [title, { request }] of Object.entries({ trading: app, control })) {
  describe(`The description of the ${title} API`, async () => {
    const { paths } = await bodyIn<{ paths: Record<string, Record<string, Operation>> }>(
      request('/openapi.json'),
    )
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, operation]): Described => ({ name: `${method} ${path}`, operation }),
      ),
    )

    it('has an example of every answer that has a body', () => {
      const bodies = operations.flatMap(({ name, operation }) =>
        Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
          Object.entries(content).map(([type, body]) => ({
            is: `${name} ${status} ${type}`,
            body,
          })),
        ),
      )
      assert.ok(bodies.length > operations.length)
      const bare = bodies.filter(
        ({ body: { example, examples = {} } }) =>
          example === undefined && Object.keys(examples).length === 0,
      )
      assert.deepEqual(
        bare.map(({ is }) => is),
        [],
      )
    })
  })
}
