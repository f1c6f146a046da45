import { inCode } from '../in-code.ts'
import type { RunStep } from './run.ts'

type ControlStep = Extract<RunStep, { kind: 'control' }>

/** The properties of a venue that have rules, by their paths. */
const ruleSets: Readonly<Record<string, string>> = {
  outcomes: 'outcomes',
  faults: 'faults',
  'commit-faults': 'commitFaults',
  'stream-faults': 'streamFaults',
  breakpoints: 'breakpoints',
  races: 'races',
}

/** The settings of a venue, by their paths. */
const settings: ReadonlySet<string> = new Set(['latency', 'stream'])

/** Writes an id of an order as the name of its constant. */
type Name = (text: string) => string

/** A control request as a call of the typed methods of `venue`. */
export function controlCode(step: ControlStep, name: Name): string {
  const [first = '', id, act] = step.target.slice(1).split('/').map(decodeURIComponent)
  const value = step.body === undefined ? '' : name(inCode(JSON.parse(step.body)))
  const rules = ruleSets[first]
  if (rules) return `venue.${rules}.${ruleCall(step, id, value)}`
  if (settings.has(first)) return `venue.${first}.set(${value})`
  if (id !== undefined) return actCode(first, [name(inCode(id)), value], act)
  const plain = plainMethods[first]
  if (plain === undefined) throw new Error(`No method sends ${step.method} ${step.target}.`)
  return `venue.${plain}(${value})`
}

function ruleCall({ method }: ControlStep, id: string | undefined, value: string): string {
  if (method === 'POST') return `add(${value})`
  return id === undefined ? 'clear()' : `remove(${inCode(id)})`
}

/** An act on an order, or the release of a held request. */
function actCode(path: string, values: readonly string[], act: string | undefined): string {
  const call = path === 'orders' ? `venue.${act}` : 'venue.breakpoints.release'
  return `${call}(${values.filter(Boolean).join(', ')})`
}

const plainMethods: Readonly<Record<string, string>> = { restart: 'restart', takeover: 'takeOver' }
