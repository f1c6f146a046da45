import fc from 'fast-check'
import type { Schema, Schemas } from './description.ts'

/** Values that make sense for a name, such as the id of an order that exists. */
export type Sensible = Readonly<Record<string, fc.Arbitrary<string>>>

/** Values that a schema describes; any JSON if it says nothing. */
export function valuesOf(
  schema: Schema,
  schemas: Schemas,
  sensible: Sensible,
): fc.Arbitrary<unknown> {
  const other = schemas[schema.$ref?.split('/').at(-1) ?? ''] ?? schema.allOf?.[0]
  if (other) return valuesOf(other, schemas, sensible)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  switch (schema.type) {
    case 'string':
      return schema.pattern ? fc.stringMatching(new RegExp(schema.pattern)) : fc.string()
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1, max: schema.maximum ?? 1000 })
    case 'number':
      return numbers(schema)
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, schemas, sensible), {
        minLength: 1,
        maxLength: 3,
      })
    case 'object':
      return objects(schema, schemas, sensible)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

const numbers = ({ minimum, exclusiveMinimum = -1e6, maximum = 1e6 }: Schema) =>
  fc.oneof(
    fc.integer({ min: Math.ceil(minimum ?? exclusiveMinimum + 1), max: 1000 }),
    fc.double({
      min: minimum ?? exclusiveMinimum,
      minExcluded: minimum === undefined,
      max: maximum,
      noNaN: true,
    }),
  )

function objects({ properties = {}, required = [] }: Schema, schemas: Schemas, sensible: Sensible) {
  const values = Object.entries(properties).map(([name, schema]) => {
    const described = valuesOf(schema, schemas, sensible)
    return [name, sensible[name] ? fc.oneof(sensible[name], described) : described] as const
  })
  return fc.record<Record<string, unknown>, string>(Object.fromEntries(values), {
    requiredKeys: [...required],
  })
}

/** Random text, and text that is known to break parsers. */
export const junk = fc.oneof(
  fc.string({ maxLength: 12 }),
  // Not `unit: 'binary'`, which takes fast-check seconds to prepare.
  fc.array(fc.nat(0x10ffff), { maxLength: 6 }).map((points) => String.fromCodePoint(...points)),
  fc.constantFrom(
    ...'0 -1 1e3 00 0x10 99999999999999999999 NaN null true * % %00 %E0%A4%A ../..'.split(' '),
    ...['', '__proto__', 'constructor', "' OR 1=1 --", '{{7*7}}', '😀'.repeat(20), 'x'.repeat(300)],
  ),
)

const edits: readonly ((text: string, at: number, junk: string) => string)[] = [
  (text, at, more) => text.slice(0, at) + more + text.slice(at),
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => text.slice(0, at),
  (text) => text + text,
  (text) => text.toLowerCase(),
  (text) => ` ${text}`,
]

/** Mostly the given text; sometimes the text with one edit, or junk. */
export const nearly = (text: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 14, arbitrary: text },
    {
      weight: 2,
      arbitrary: fc
        .tuple(text, fc.constantFrom(...edits), fc.nat(1000), junk)
        .map(([good, edit, at, more]) => edit(good, at % (good.length + 1), more)),
    },
    junk,
  )
