import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { nearest } from './nearest.ts'
import { table } from './settings.ts'

/** What a command line says. */
export interface Arguments {
  readonly wantsHelp: boolean
  /** The values, by the variable of their setting; of one that is given twice the last counts. */
  readonly values: Readonly<Record<string, string>>
  /** What is wrong with it, a line each. */
  readonly errors: readonly string[]
}

const help = 'help'

const variables = new Map(table.map(({ argument, variable }) => [argument, variable]))

const options: ParseArgsOptionsConfig = {
  ...Object.fromEntries(table.map(({ argument }) => [argument, { type: 'string' }] as const)),
  [help]: { type: 'boolean', short: 'h' },
}

/** Reads `--name value`, `--name=value` and `--help`. Values are not checked yet. */
export function readArguments(args: readonly string[], isRunByNpm = false): Arguments {
  // Not strict, since that stops at the first fault.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const read = tokens.filter((token) => !isHelp(token)).map((token) => readToken(token, isRunByNpm))
  const values = read.flatMap(({ variable, value = '' }) => (variable ? [[variable, value]] : []))
  return {
    wantsHelp: tokens.some(isHelp),
    values: Object.fromEntries(values),
    // A word after an option at fault may have been meant as its value.
    errors: read.flatMap(({ fault, isWord }, index) =>
      fault === undefined || (isWord && read[index - 1]?.lacksValue) ? [] : [fault],
    ),
  }
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]

/** What one token says: the value of a setting, or what is wrong with it. */
interface Read {
  readonly variable?: string
  readonly value?: string
  readonly fault?: string
  readonly isWord?: boolean
  readonly lacksValue?: boolean
}

const isHelp = (token: Token) => token.kind === 'option' && token.name === help

function readToken(token: Token, isRunByNpm: boolean): Read {
  if (token.kind === 'option-terminator') return {}
  if (token.kind === 'positional') {
    // npm keeps what looks like its own arguments, and hands on the values alone.
    const hint = isRunByNpm ? ': with npm, arguments follow --, as in npm start -- --port 9000' : ''
    return { isWord: true, fault: `${JSON.stringify(token.value)} belongs to no argument${hint}` }
  }
  const { name, rawName, value, inlineValue } = token
  const variable = variables.get(name)
  if (variable === undefined) return { fault: unknown(name, rawName), lacksValue: !inlineValue }
  if (!value || (!inlineValue && value.startsWith('--'))) {
    return { fault: `${rawName} needs a value`, lacksValue: true }
  }
  return { variable, value }
}

function unknown(name: string, typed: string): string {
  const spelt = name.replace(/(?<=[a-z])(?=[A-Z])|_/g, '-').toLowerCase()
  const meant = nearest(spelt, [...variables.keys(), help])
  return `${typed} is not an argument: ${meant ? `did you mean --${meant}?` : '--help lists them'}`
}
