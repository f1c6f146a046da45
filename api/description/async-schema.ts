/** A JSON Schema in the dialect of OpenAPI 3.1. */
export type Schema = { readonly [keyword: string]: unknown }

export type Schemas = Readonly<Record<string, Schema>>

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Converts a schema of OpenAPI 3.1 to AsyncAPI 3, which has `examples` instead of `example`, and whose
 * `discriminator` is just the name of the property.
 */
export function asyncSchema(schema: Schema): Schema {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => keywordOf(keyword, value)),
  )
}

function keywordOf(keyword: string, value: unknown): [string, unknown] {
  switch (keyword) {
    case 'example':
      return ['examples', [value]]
    case 'discriminator':
      return [keyword, isObject(value) ? value.propertyName : value]
    case 'properties':
      return [keyword, mapped(value as Schemas)]
    case 'oneOf':
    case 'anyOf':
    case 'allOf':
      return [keyword, (value as Schema[]).map(asyncSchema)]
    default:
      return [keyword, keyword === 'items' && isObject(value) ? asyncSchema(value) : value]
  }
}

const mapped = (schemas: Schemas): Schemas =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, asyncSchema(schema)]))

const reference = /"#\/components\/schemas\/([^"]+)"/g

/** Converts the schemas with these names and all schemas they refer to. */
export function asyncSchemas(schemas: Schemas, names: readonly string[]): Schemas {
  const included = new Set(names)
  for (const name of included) {
    for (const [, referred = ''] of JSON.stringify(schemas[name] ?? {}).matchAll(reference)) {
      included.add(referred)
    }
  }
  return mapped(Object.fromEntries([...included].map((name) => [name, schemas[name] ?? {}])))
}
