import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Problem } from '../contract/orders.ts'
import { bodyIn, openApp, problemIn, ticket } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

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
  describe(`The document of the ${title} API`, async () => {
    const { paths } = await bodyIn<{ paths: Record<string, Record<string, Operation>> }>(
      request('/openapi.json'),
    )
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(
        ([method, operation]): Described => ({ name: `${method} ${path}`, operation }),
      ),
    )

    it('has an example of every reply with a body', () => {
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

describe('The example of an invalid request', async () => {
  const { app, send } = openApp()
  const { paths } = await bodyIn<{ paths: Record<string, Record<string, Operation>> }>(
    app.request('/openapi.json'),
  )

  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { responses }] of Object.entries(methods)) {
      it(`can occur at ${method} ${path}`, async () => {
        const { examples = {} } = responses[400]?.content?.['application/problem+json'] ?? {}
        const { value } = (examples as Record<string, { value: Problem }>).INVALID_REQUEST ?? {}
        const target = `${path}?colour=red`
        const { errors = [] } = await problemIn(
          method === 'post'
            ? send(JSON.stringify(ticket), {}, target)
            : app.request(target, { method: method.toUpperCase() }),
        )

        const [example] = value?.errors ?? []
        assert.ok(example)
        assert.deepEqual(
          errors.find(({ pointer }) => pointer === example.pointer),
          example,
        )
      })
    }
  }
})
