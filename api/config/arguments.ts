import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { nearest } from './nearest.ts'
import { table } from './settings.ts'

const help = 'help'

const variables = new Map(table.map(({ argument, variable }) => [argument, variable]))

const options: ParseArgsOptionsConfig = {
  ...Object.fromEntries(table.map(({ argument }) => [argument, { type: 'string' }] as const)),
  [help]: { type: 'boolean', short: 'h' },
}

/**
 * Reads `--name value`, `--name=value` and `--help`. Returns the values, not checked yet, by environment
 * variable, and one line for each error. If an argument is given twice, the last one counts.
 */
export function readArguments(args: readonly string[], isRunByNpm = false) {
  // Not strict: strict mode stops at the first error.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const read = tokens.filter((token) => !isHelp(token)).map((token) => readToken(token, isRunByNpm))
  const values = read.flatMap(({ variable, value = '' }) =>
    variable ? [[variable, value] as const] : [],
  )
  return {
    wantsHelp: tokens.some(isHelp),
    values: Object.fromEntries(values),
    // A word after an unknown argument is probably its value: one error is enough.
    errors: read.flatMap(({ error, isWord }, index) =>
      error === undefined || (isWord && read[index - 1]?.lacksValue) ? [] : [error],
    ),
  }
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]

/** One token: the value of a setting, or an error. */
interface ReadToken {
  readonly variable?: string
  readonly value?: string
  readonly error?: string
  readonly isWord?: boolean
  readonly lacksValue?: boolean
}

const isHelp = (token: Token) => token.kind === 'option' && token.name === help

function readToken(token: Token, isRunByNpm: boolean): ReadToken {
  if (token.kind === 'option-terminator') return {}
  if (token.kind === 'positional') {
    // npm consumes arguments that look like its own and passes on only their values.
    const hint = isRunByNpm ? ': with npm, put -- before arguments: npm start -- --port 9000' : ''
    return { isWord: true, error: `Unexpected argument ${JSON.stringify(token.value)}${hint}` }
  }
  const { name, rawName, value, inlineValue } = token
  const variable = variables.get(name)
  if (variable === undefined) return { error: unknown(name, rawName), lacksValue: !inlineValue }
  if (!value || (!inlineValue && value.startsWith('--'))) {
    return { error: `${rawName} needs a value`, lacksValue: true }
  }
  return { variable, value }
}

function unknown(name: string, typed: string): string {
  const spelt = name.replace(/(?<=[a-z])(?=[A-Z])|_/g, '-').toLowerCase()
  const meant = nearest(spelt, [...variables.keys(), help])
  return `Unknown option ${typed}. ${meant ? `Did you mean --${meant}?` : '--help lists all options.'}`
}
