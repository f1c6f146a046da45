import { existsSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { Ajv2020 as Validator } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { DelayRange } from '../support/delay-range.ts'
import { relevantErrors } from '../support/schema-errors.ts'
import { sizeOf } from './burst.ts'
import schema from './record.schema.json' with { type: 'json' }
import type { BurstRecord, Conditions, Declared, PerformanceRecord } from './record.ts'

/**
 * The record of an earlier run, to compare with. Throws if the file is not a record, or if the size
 * of the burst or the declared delays differ, since such figures are not comparable.
 */
export function readBaseline(path: string, conditions: Conditions): PerformanceRecord {
  const record = parsed(path)
  const [declaredThen, declaredNow] = [record.declared, conditions.declared].map(inWords)
  if (!isDeepStrictEqual(record.declared, conditions.declared)) {
    throw incomparable(path, `the target declared ${declaredThen}`, `it declares ${declaredNow}`)
  }
  const [sizeThen, sizeNow] = [sizeOf(record), sizeOf(conditions)]
  if (sizeThen !== sizeNow)
    throw incomparable(path, `there were ${sizeThen}`, `there are ${sizeNow}`)
  return record
}

/** The earlier bursts of this run; none before its first record. */
export const earlierBursts = (path: string): readonly BurstRecord[] =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as PerformanceRecord).bursts : []

function parsed(path: string): PerformanceRecord {
  let record: PerformanceRecord
  try {
    record = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new Error(`BASELINE ${path} cannot be read: ${(error as Error).message}`)
  }
  const faults = faultsOfRecord(record)
  if (faults.length === 0) return record
  throw new Error(`BASELINE ${path} is not a record of a measurement:\n  ${faults.join('\n  ')}`)
}

/** How a record violates its schema; empty if it is valid. */
export function faultsOfRecord(record: unknown): string[] {
  const validator = new Validator({ allErrors: true })
  formats.default(validator)
  const validate = validator.compile(schema)
  return validate(record) ? [] : relevantErrors(validate.errors ?? [])
}

const incomparable = (path: string, then: string, now: string) =>
  new Error(`BASELINE ${path} is not comparable: then ${then}, now ${now}`)

const inWords = ({ latency, executionDelay }: Declared) =>
  `a latency of ${rangeOf(latency)} and an execution delay of ${rangeOf(executionDelay)}`

const rangeOf = ({ shortestMs, longestMs }: DelayRange) =>
  shortestMs === longestMs ? `${shortestMs} ms` : `${shortestMs} to ${longestMs} ms`
