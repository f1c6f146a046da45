import { readFileSync } from 'node:fs'
import { type ErrorObject, Ajv2020 as Validator } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import schema from '../../dialects/dialect.schema.json' with { type: 'json' }
import { contradictionsIn } from './contradictions.ts'
import type { DialectFile } from './dialect-file.ts'

/** Reads a dialect; throws one error that lists everything to fix in it. */
export function readDialectFile(path: string): DialectFile {
  const file: unknown = parsed(path, textOf(path))
  validate ??= validator()
  const faults = validate(file)
    ? contradictionsIn(file as DialectFile)
    : schemaFaults(validate.errors ?? [])
  if (faults.length > 0) throw invalid(path, faults)
  return file as DialectFile
}

/** Compiled at the first dialect, because that takes a quarter of a second. */
let validate: ReturnType<typeof validator> | undefined

const validator = () =>
  formats
    .default(new Validator({ allErrors: true, verbose: true, allowUnionTypes: true }), ['regex'])
    .compile(schema)

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw invalid(path, [`the file cannot be read: ${(error as Error).message}`])
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid(path, [`the file is not JSON: ${(error as Error).message}`])
  }
}

const invalid = (path: string, reasons: readonly string[]) =>
  new Error([`DIALECT ${path} is not a valid dialect:`, ...reasons].join('\n  '))

/** Each error with its place in the file and the allowed values. */
const schemaFaults = (errors: readonly ErrorObject[]): string[] => [
  ...new Set(errors.map((error) => `${error.instancePath || '/'}: ${faultIn(error)}`)),
]

function faultIn({ keyword, params, parentSchema, data, message }: ErrorObject): string {
  const { properties, examples, description } = (parentSchema ?? {}) as SubSchema
  switch (keyword) {
    case 'additionalProperties':
      return `unknown key "${params.additionalProperty}"; allowed are ${listed(Object.keys(properties ?? {}))}`
    case 'enum':
      return `${JSON.stringify(data)} must be one of ${listed(params.allowedValues)}`
    case 'type':
      return `${JSON.stringify(data)} must be ${[params.type].flat().join(' or ')}`
    case 'pattern':
      return `${JSON.stringify(data)} must look like ${listed(examples ?? [])}. ${description ?? ''}`.trim()
    default:
      return `it ${message}`
  }
}

interface SubSchema {
  readonly properties?: object
  readonly examples?: readonly unknown[]
  readonly description?: string
}

const listed = (values: readonly unknown[]) =>
  values.map((value) => JSON.stringify(value)).join(', ')
