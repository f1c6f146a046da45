import type { ParseArgsOptionsConfig } from 'node:util'
import { type CommandLine, readCommandLine } from '../config/command-line.ts'

/** An option of a command, for `--help` and for reading it. */
export interface Option {
  /** What its value is, such as FILE. Undefined: it has none. */
  readonly value?: string
  readonly meaning: string
}

/** A command with options, as `--help` shows it. */
export interface Usage {
  /** The command with its words, such as `spec URL`. */
  readonly command: string
  readonly does: string
  readonly options: Readonly<Record<string, Option>>
  /** What stands below the options. */
  readonly notes: string
}

/**
 * Reads the arguments of a command. If they ask for help or are wrong, it prints that and returns the exit
 * code instead.
 */
export function readUsage(usage: Usage, args: readonly string[]): CommandLine | 0 | 2 {
  const { command, options } = usage
  const types: ParseArgsOptionsConfig = Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? 'boolean' : 'string' },
    ]),
  )
  const [, ...wanted] = command.split(' ')
  const line = readCommandLine(args, types, { mostWords: wanted.length })
  if (line.wantsHelp) {
    process.stdout.write(helpOf(usage))
    return 0
  }
  const missing = line.errors.length > 0 ? [] : wanted.slice(line.words.length)
  const errors = [...line.errors, ...missing.map((word) => `${word} is missing`)]
  return errors.length === 0 ? line : refuse(command, errors)
}

/** Prints what is wrong with the arguments of a command. Returns the exit code. */
export function refuse(command: string, errors: readonly string[]): 2 {
  const [name] = command.split(' ')
  const lines = errors.map((error) => `papertape ${name}: ${error}\n`)
  process.stderr.write(`${lines.join('')}Usage: papertape ${command} [options]\n`)
  return 2
}

function helpOf({ command, does, options, notes }: Usage): string {
  const lines = Object.entries(options).map(([name, { value = '', meaning }]) => {
    const head = `  --${name} ${value}`.trimEnd().padEnd(29)
    return `${head} ${meaning.replaceAll('\n', `\n${' '.repeat(30)}`)}`
  })
  return `papertape ${command} [options]: ${does}

${[...lines, `${'  --help, -h'.padEnd(29)} print this help`].join('\n')}

${notes}
`
}
