/** A JSON Schema in the dialect of OpenAPI 3.1. */
export type Schema = { readonly [keyword: string]: unknown }

export type Schemas = Readonly<Record<string, Schema>>

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Converts a schema of OpenAPI 3.1 to AsyncAPI 3, which has `examples` instead of `example`, and whose
 * `discriminator` is just the name of the property.
 */
export const asyncSchema = (schema: Schema): Schema =>
  Object.fromEntries(Object.entries(schema).map(([keyword, value]) => keywordOf(keyword, value)))

function keywordOf(keyword: string, value: unknown): [string, unknown] {
  switch (keyword) {
    case 'example':
      return ['examples', [value]]
    case 'discriminator':
      return [keyword, isObject(value) ? value.propertyName : value]
    case 'properties':
      return [keyword, mapValues(value as Schemas, asyncSchema)]
    case 'oneOf':
    case 'anyOf':
    case 'allOf':
      return [keyword, (value as Schema[]).map(asyncSchema)]
    default:
      return [keyword, keyword === 'items' && isObject(value) ? asyncSchema(value) : value]
  }
}

/** Maps the values of a record. */
export const mapValues = <K extends string, V, W>(
  record: Readonly<Record<K, V>>,
  convert: (value: V, key: K) => W,
) =>
  Object.fromEntries(
    // `as`: the entries of a record with known keys.
    Object.entries(record).map(([key, value]) => [key, convert(value as V, key as K)]),
  ) as Record<K, W>

const reference = /"#\/components\/schemas\/([^"]+)"/g

/** Converts the schemas with these names and all schemas they refer to. */
export function asyncSchemas(schemas: Schemas, names: readonly string[]): Schemas {
  const included = new Set(names)
  for (const name of included) {
    for (const [, referred = ''] of JSON.stringify(schemas[name] ?? {}).matchAll(reference)) {
      included.add(referred)
    }
  }
  return Object.fromEntries([...included].map((name) => [name, asyncSchema(schemas[name] ?? {})]))
}
