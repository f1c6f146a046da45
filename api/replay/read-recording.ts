import { readFile } from 'node:fs/promises'
import { Recording } from '../control/recording-contract.ts'
import { errorsOf } from '../http/validation.ts'

/** Why a recording cannot be replayed, and what to do. */
export class UnplayableError extends Error {
  /** The lines of the message. A newline from the recording does not start a new line. */
  readonly lines: readonly string[]

  constructor(...lines: string[]) {
    super(lines.join('\n'))
    this.lines = lines
  }
}

/** Reads a recording from a file. Throws an UnplayableError that lists every error. */
export async function readRecording(file: string): Promise<Recording> {
  const parsed = Recording.safeParse(jsonIn(await textOf(file), file))
  if (!parsed.success) {
    const errors = errorsOf(parsed.error.issues).map(
      ({ pointer, message }) => `  ${pointer || '/'}: ${message}`,
    )
    throw new UnplayableError(`${file} is not a recording:`, ...errors)
  }
  if (!parsed.data.isComplete) {
    throw new UnplayableError(
      `${file} is incomplete: entries were dropped from the journal, it was cleared, or a secret was redacted. Export fewer than 10,000 requests without secrets.`,
    )
  }
  return parsed.data
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UnplayableError(`Cannot read ${file}: ${(error as Error).message}`)
  }
}

function jsonIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UnplayableError(`${file} is not JSON: ${(error as Error).message}`)
  }
}
