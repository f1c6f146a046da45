import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { nearest } from './nearest.ts'

/** The arguments of a command. */
export interface CommandLine {
  /** The texts of each given option, in order; that of an option without a value is empty. */
  readonly values: ReadonlyMap<string, readonly string[]>
  /** The arguments that are no options. */
  readonly words: readonly string[]
  /** One line for each error. */
  readonly errors: readonly string[]
  readonly wantsHelp: boolean
}

interface Limits {
  /** The number of words that the command takes. Default 0. */
  readonly mostWords?: number
  /** Appended to the error about a word too many. */
  readonly hint?: string
}

const help = 'help'

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]
type OptionToken = Extract<Token, { kind: 'option' }>

/**
 * Reads `--name value`, `--name=value`, words and `--help`. Reports every error, and the option that is
 * nearest to an unknown one.
 */
export function readCommandLine(
  args: readonly string[],
  others: ParseArgsOptionsConfig,
  { mostWords = 0, hint = '' }: Limits = {},
): CommandLine {
  const options = { ...others, [help]: { type: 'boolean', short: 'h' } } as const
  // Not strict: strict mode stops at the first error.
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true })
  const values = new Map<string, string[]>()
  const words: string[] = []
  const errors: string[] = []

  function takeWord(word: string): void {
    if (words.length < mostWords) words.push(word)
    else errors.push(`Unexpected argument ${JSON.stringify(word)}${hint}`)
  }

  /** Returns whether the next word is probably its value: then the error about the option is enough. */
  function takeOption(token: OptionToken): boolean {
    const { name, value = '', inlineValue } = token
    const error = errorIn(token, options)
    if (error === undefined) values.set(name, [...(values.get(name) ?? []), value])
    else errors.push(error)
    return error !== undefined && !inlineValue
  }

  let isTaken = false
  for (const token of tokens) {
    if (token.kind === 'positional' && !isTaken) takeWord(token.value)
    isTaken = token.kind === 'option' && takeOption(token)
  }
  return { values, words, errors, wantsHelp: values.has(help) }
}

function errorIn(
  { name, rawName, value, inlineValue }: OptionToken,
  options: ParseArgsOptionsConfig,
): string | undefined {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (!option) return unknown(name, rawName, Object.keys(options))
  if (option.type === 'boolean') return inlineValue ? `${rawName} takes no value` : undefined
  const isMissing = !value || (!inlineValue && value.startsWith('--'))
  return isMissing ? `${rawName} needs a value` : undefined
}

function unknown(name: string, typed: string, names: readonly string[]): string {
  const spelt = name.replace(/(?<=[a-z])(?=[A-Z])|_/g, '-').toLowerCase()
  const meant = nearest(spelt, names)
  return `Unknown option ${typed}. ${meant ? `Did you mean --${meant}?` : '--help lists all options.'}`
}
