import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyIn } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'

/** The part of the document that these tests read. */
interface Description {
  readonly paths: Record<string, Record<string, Operation>>
  readonly components: { readonly schemas: Record<string, Schema> }
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly description?: string }[]
  readonly responses: Record<string, { readonly headers?: object }>
}

interface Schema {
  readonly description?: string
  readonly $ref?: string
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly properties?: Record<string, Schema>
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
}

async function describe() {
  const { ask } = openControl('secret')
  const { paths, components } = await bodyIn<Description>(ask('GET', '/openapi.json'))
  return { operations: Object.values(paths).flatMap(Object.values<Operation>), components }
}

/** Whether a field needs no description: it refers to a named schema, or is a constant. */
const isClear = ({ description, $ref, allOf, enum: values }: Schema) =>
  Boolean(description || $ref || allOf?.[0]?.$ref || values?.length === 1)

/** The paths of the fields of a schema that lack a description. */
function silentIn(schema: Schema, place: string): string[] {
  const { properties = {}, items, oneOf = [], anyOf = [] } = schema
  const parts = [...oneOf, ...anyOf, ...(items ? [items] : [])]
  return [
    ...parts.flatMap((part) => silentIn(part, place)),
    ...Object.entries(properties).flatMap(([name, field]) => [
      ...(isClear(field) ? [] : [`${place}.${name}`]),
      ...silentIn(field, `${place}.${name}`),
    ]),
  ]
}

test('the document describes every parameter and every field', async () => {
  const { operations, components } = await describe()

  const parameters = operations.flatMap(({ operationId, parameters = [] }) =>
    parameters
      .filter(({ description }) => !description)
      .map(({ name }) => `${operationId} ${name}`),
  )
  const fields = Object.entries(components.schemas).flatMap(([name, schema]) =>
    silentIn(schema, name),
  )

  assert.deepEqual([...parameters, ...fields], [])
})

test('the document describes the reply to a client without the token', async () => {
  const { operations } = await describe()

  for (const { operationId, responses } of operations) {
    const { 401: refused } = responses
    if (!refused) continue
    assert.ok('WWW-Authenticate' in (refused.headers ?? {}), operationId)
  }
})
