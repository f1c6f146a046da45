import { table } from './settings.ts'

/** The text of `--help`: the table of settings, for a command such as `npm start`. */
export function helpText(command: string): string {
  const separator = command.startsWith('npm ') ? ' --' : ''
  const rows = table.map(({ argument, variable, fallback, meaning }) => {
    const preset = fallback === undefined ? '' : ` (default ${fallback})`
    return `  --${argument}, ${variable}${preset}\n${wrapped(meaning.replaceAll('`', ''))}`
  })
  return `papertape: a simulated trading venue for testing trading clients

Each setting is an argument and an environment variable. The argument wins:
  ${command}${separator} --latency-ms 0 --port=9000
  LATENCY_MS=0 PORT=9000 ${command}

${rows.join('\n')}
  --help, -h
      print this help
`
}

const wrapped = (text: string) => text.replace(/(.{1,70})(?: |$)/g, '      $1\n').trimEnd()
