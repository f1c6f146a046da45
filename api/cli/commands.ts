import packageJson from '../../package.json' with { type: 'json' }
import { nearest } from '../config/nearest.ts'
import { outliveReader } from '../process/outlive-reader.ts'

/** Runs with the arguments after its name. Resolves with the exit code; undefined if it sets that itself. */
type Run = (args: readonly string[]) => Promise<number | undefined>

/** Each loads its modules when it runs, so that the others start fast. */
const commands: Readonly<Record<'serve' | 'watch' | 'spec' | 'replay', Run>> = {
  async serve(args) {
    const { main } = await import('../main.ts')
    await main(args, 'npx papertape')
    return undefined
  },
  watch: async (args) => (await import('./watch.ts')).watch(args),
  spec: async (args) => (await import('./spec.ts')).spec(args),
  replay: async (args) => (await import('./replay.ts')).replayCommand(args),
}

const help = `papertape: a simulated trading venue for testing trading clients

Usage: papertape [command] [options]

  serve         starts the venue and its control API; the default
  watch         prints each change of an order as a line
  spec URL      judges a server by the specification and writes reports
  replay FILE   plays a recorded run again and compares the logs

  papertape COMMAND --help   the options of a command
  papertape --version        the version

Exit codes:
  0  serve, watch: stopped by a signal; spec: passed; replay: the same
  1  serve: cannot start; watch: the stream ended; spec: failed; replay: not the same
  2  watch, spec, replay: wrong arguments; spec: cannot run or write its reports
`

const isCommand = (word: string): word is keyof typeof commands => Object.hasOwn(commands, word)

/** Runs `papertape` with its arguments. Resolves with the exit code; undefined if the command sets it. */
export async function runCommand(args: readonly string[]): Promise<number | undefined> {
  const isOption = /^-(?!h$|v$|-help$|-version$)/.test(args[0] ?? '')
  const [first = 'serve', ...others] = isOption ? ['serve', ...args] : args
  // The platform has its own way to outlive the reader of its output, or a full disk.
  if (first !== 'serve') outliveReader()
  if (isCommand(first)) return commands[first](others)
  if (['--help', '-h'].includes(first)) return print(help)
  if (['--version', '-v'].includes(first)) return print(`${packageJson.version}\n`)
  const meant = nearest(first, Object.keys(commands))
  const advice = meant ? `Did you mean ${meant}?` : '--help lists all commands.'
  process.stderr.write(`papertape: Unknown command ${JSON.stringify(first)}. ${advice}\n`)
  return 2
}

function print(text: string): 0 {
  process.stdout.write(text)
  return 0
}
