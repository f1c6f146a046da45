import type { Writable } from 'node:stream'
import { printable } from '../process/printable.ts'
import { compareRuns, summaryOf } from './account.ts'
import { play } from './play.ts'
import { readRecording, UnplayableError } from './read-recording.ts'

/** Where a replay writes; `process` is one. */
export interface Outputs {
  readonly stdout: Writable
  readonly stderr: Writable
}

/** How many steps are played between two lines of progress. */
const stepsAtOnce = 1000

/** Each line stays one: it may hold what the recording says. */
const print = (output: Writable, lines: readonly string[]) =>
  output.write(`${lines.map((line) => printable(line).replaceAll('\n', '\\n')).join('\n')}\n`)

/**
 * Plays the recording in a file and writes what came of it. Returns the exit code: 0 when the same
 * happened, 1 when something else did or the file cannot be played.
 */
export async function replay(file: string | undefined, outputs: Outputs): Promise<0 | 1> {
  try {
    return (await isSame(file, outputs)) ? 0 : 1
  } catch (error) {
    if (!(error instanceof UnplayableError)) throw error
    print(outputs.stderr, error.lines)
    return 1
  }
}

async function isSame(file: string | undefined, { stdout, stderr }: Outputs): Promise<boolean> {
  if (file === undefined) {
    throw new UnplayableError(
      'npm run replay FILE: name the file that GET /venues/{venue}/recording was saved to.',
    )
  }
  const recording = await readRecording(file)
  const { steps } = recording
  print(stdout, [summaryOf(recording)])
  const played = await play(recording, ({ at }, nth) => {
    if (nth > 0 && nth % stepsAtOnce === 0) {
      print(stderr, [`  ${nth} of ${steps.length} steps, ${at}`])
    }
  })
  const account = compareRuns(recording, played)
  print(stdout, account.lines)
  return account.isSame
}
