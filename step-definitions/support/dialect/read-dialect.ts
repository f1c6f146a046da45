import { readFileSync } from 'node:fs'
import { Ajv2020 as Validator } from 'ajv/dist/2020.js'
import schema from '../../dialects/dialect.schema.json' with { type: 'json' }
import { contradictionsIn } from './contradictions.ts'
import type { DialectFile } from './dialect-file.ts'
import { repeatedKeysIn } from './repeated-keys.ts'
import { errorsToFix } from './schema-faults.ts'

/** Reads a dialect; throws all that a person has to mend in it. */
export function readDialectFile(path: string): DialectFile {
  const text = textOf(path)
  const file: unknown = parsed(path, text)
  const faults = repeatedKeysIn(text).map((key) => `${key}: it stands there more than once`)
  const validate = validator()
  if (!validate(file)) faults.push(...errorsToFix(validate.errors ?? []))
  else faults.push(...contradictionsIn(file as DialectFile))
  if (faults.length > 0) throw unusable(path, faults)
  return file as DialectFile
}

const validator = () =>
  new Validator({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(schema)

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw unusable(path, [`it cannot be read: ${(error as Error).message}`])
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw unusable(path, [`it is no JSON: ${(error as Error).message}`])
  }
}

const unusable = (path: string, reasons: readonly string[]) =>
  new Error([`DIALECT ${path} is no dialect:`, ...reasons].join('\n  '))
