import { readCommandLine } from './command-line.ts'
import { table } from './settings.ts'

const options = Object.fromEntries(
  table.map(({ argument }) => [argument, { type: 'string' }] as const),
)

/** npm consumes arguments that look like its own and passes on only their values. */
const npmHint = ': with npm, put -- before arguments: npm start -- --port 9000'

/**
 * Reads the arguments that are settings. Returns the values, not checked yet, by environment variable,
 * and one line for each error. If an argument is given twice, the last one counts.
 */
export function readArguments(args: readonly string[], isRunByNpm = false) {
  const hint = isRunByNpm ? npmHint : ''
  const { values, errors, wantsHelp } = readCommandLine(args, options, { hint })
  const given = table.flatMap(({ argument, variable }) => {
    const value = values.get(argument)?.at(-1)
    return value === undefined ? [] : [[variable, value] as const]
  })
  return { wantsHelp, values: Object.fromEntries(given), errors }
}
