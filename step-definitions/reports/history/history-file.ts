import { open, rename } from 'node:fs/promises'
import { Ajv2020 as Validator } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { relevantErrors } from '../../support/schema-errors.ts'
import schema from './history.schema.json' with { type: 'json' }
import { emptyHistory, type History } from './history.ts'

/** Larger than any history that this program writes. */
const maxBytes = 2 ** 22

/**
 * The history in a file; an empty one if there is no file. A file that is no history is renamed to
 * end in `.unreadable`, and `warning` says so in one line.
 */
export async function readHistory(path: string): Promise<{ history: History; warning?: string }> {
  let reason: string
  try {
    const history: unknown = JSON.parse(await textIn(path))
    const [fault] = faultsOf(history)
    if (fault === undefined) return { history: history as History }
    reason = fault
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return { history: emptyHistory }
    reason = message
  }
  const aside = `${path}.unreadable`
  const isAside = await rename(path, aside).then(
    () => true,
    () => false,
  )
  const [why = ''] = reason.split('\n')
  const action = isAside ? `It is now ${aside}, and` : 'It is replaced, and'
  return {
    history: emptyHistory,
    warning: `${path} is not a history of this specification (${why.slice(0, 200)}). ${action} a new history begins.`,
  }
}

/** Reads no more than a history can have. */
async function textIn(path: string): Promise<string> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size > maxBytes) throw new Error(`it has ${size} bytes`)
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

function faultsOf(history: unknown): string[] {
  const validator = new Validator({ allErrors: true })
  formats.default(validator)
  const validate = validator.compile(schema)
  return validate(history) ? [] : relevantErrors(validate.errors ?? [])
}
