import fc from 'fast-check'
import type { Schema } from './description.ts'

type Schemas = Readonly<Record<string, Schema>>

/** What makes sense for a name, where a schema alone would never meet it. */
export type Sense = Readonly<Record<string, fc.Arbitrary<string>>>

/** What a schema describes; of a schema that says little, anything. */
export function valuesOf(schema: Schema, schemas: Schemas, sense: Sense): fc.Arbitrary<unknown> {
  const meant = schemas[schema.$ref?.split('/').at(-1) ?? ''] ?? schema.allOf?.[0]
  if (meant) return valuesOf(meant, schemas, sense)
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
      return fc.array(valuesOf(schema.items ?? {}, schemas, sense), { minLength: 1, maxLength: 3 })
    case 'object':
      return objects(schema, schemas, sense)
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

function objects({ properties = {}, required = [] }: Schema, schemas: Schemas, sense: Sense) {
  const values = Object.entries(properties).map(([name, schema]) => {
    const described = valuesOf(schema, schemas, sense)
    const sensible = sense[name]
    return [name, sensible ? fc.oneof(sensible, described) : described] as const
  })
  return fc.record<Record<string, unknown>, string>(Object.fromEntries(values), {
    requiredKeys: [...required],
  })
}

/** Text without rule or reason, and what has hurt others before. */
export const junk = fc.oneof(
  fc.string({ maxLength: 12 }),
  // Not `unit: 'binary'`: fast-check takes seconds to get ready for that.
  fc.array(fc.nat(0x10ffff), { maxLength: 6 }).map((points) => String.fromCodePoint(...points)),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e3',
    '00',
    '0x10',
    '99999999999999999999',
    'NaN',
    'null',
    'true',
    '*',
    '%',
    '%00',
    '%E0%A4%A',
    '../..',
    '__proto__',
    'constructor',
    "' OR 1=1 --",
    '{{7*7}}',
    '😀'.repeat(20),
    'x'.repeat(300),
  ),
)

const blemishes: readonly ((text: string, at: number, junk: string) => string)[] = [
  (text, at, more) => text.slice(0, at) + more + text.slice(at),
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => text.slice(0, at),
  (text) => text + text,
  (text) => text.toLowerCase(),
  (text) => ` ${text}`,
]

/** Mostly text as it should be; else the same with one blemish, or junk. */
export const nearly = (text: fc.Arbitrary<string>) =>
  fc.oneof({ weight: 14, arbitrary: text }, { weight: 2, arbitrary: blemished(text) }, junk)

const blemished = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.constantFrom(...blemishes), fc.nat(1000), junk)
    .map(([good, blemish, at, more]) => blemish(good, at % (good.length + 1), more))
