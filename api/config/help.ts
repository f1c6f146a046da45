import { table } from './settings.ts'

/** The text of `--help`: the table of settings. */
export function helpText(): string {
  const rows = table.map(({ argument, variable, fallback, meaning }) => {
    const preset = fallback === undefined ? '' : ` (default ${fallback})`
    return `  --${argument}, ${variable}${preset}\n${wrapped(meaning.replaceAll('`', ''))}`
  })
  return `papertape: a simulated trading venue for testing trading clients

Each setting is an argument and an environment variable. The argument wins:
  npm start -- --latency-ms 0 --port=9000
  LATENCY_MS=0 PORT=9000 npm start

${rows.join('\n')}
  --help, -h
      print this help
`
}

const wrapped = (text: string) => text.replace(/(.{1,70})(?: |$)/g, '      $1\n').trimEnd()
