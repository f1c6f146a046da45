import type { Writable } from 'node:stream'
import type { RecordedStep, Recording } from '../control/recording-contract.ts'
import { printableLine } from '../process/printable.ts'
import { type Played, play } from './play.ts'
import { readRecording, UnplayableError } from './read-recording.ts'

/** Where a replay writes, such as `process`. */
interface Outputs {
  readonly stdout: Writable
  readonly stderr: Writable
}

/** The number of steps between two lines of progress. */
const progressEvery = 1000

/** Escapes newlines, as texts from the recording must not start a new line. */
const print = (output: Writable, ...lines: readonly string[]) =>
  output.write(`${lines.map(printableLine).join('\n')}\n`)

const usage = 'Usage: npm run replay FILE. Save the file from GET /venues/{venue}/recording.'

/**
 * Replays the recording in a file and prints the comparison. Returns the exit code: 0 if the runs are the
 * same, 1 if they differ or the file cannot be replayed.
 */
export async function replay(
  file: string | undefined,
  { stdout, stderr }: Outputs,
): Promise<0 | 1> {
  try {
    if (file === undefined || file.startsWith('-')) throw new UnplayableError(usage)
    const recording = await readRecording(file)
    print(stdout, summaryOf(recording))
    const played = await play(recording, ({ at }, nth) => {
      if (nth === 0 || nth % progressEvery > 0) return
      print(stderr, `  ${nth} of ${recording.steps.length} steps, ${at}`)
    })
    const { lines, isSame } = compareRuns(recording, played)
    print(stdout, ...lines)
    return isSame ? 0 : 1
  } catch (error) {
    if (!(error instanceof UnplayableError)) throw error
    print(stderr, ...error.lines)
    return 1
  }
}

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

/** A recording in one line. */
function summaryOf({ venue, seed, clock, steps }: Recording): string {
  const countBy = (by: RecordedStep['by']) => steps.filter((step) => step.by === by).length
  return [
    `venue ${venue}, seed ${seed}, ${clock} clock`,
    counted(countBy('client'), 'request', 'requests'),
    counted(countBy('control'), 'control request', 'control requests'),
    counted(countBy('clock'), 'clock step', 'clock steps'),
  ].join(', ')
}

/** Compares a replay with its recording. `isSame` compares only the story if time was not held. */
export function compareRuns(recording: Recording, { digest, divergence }: Played) {
  const { clock, digests } = recording
  const compared = (what: 'digest' | 'story') =>
    digest[what] === digests[what]
      ? `${what.padEnd(8)} same: ${digest[what]}`
      : `${what.padEnd(8)} DIFFERENT: ${digest[what]}, recorded: ${digests[what]}`
  const isHeld = clock === 'held'
  const lines = [
    compared('digest'),
    compared('story'),
    `position ${digest.position}${digest.position === digests.position ? '' : `, recorded: ${digests.position}`}`,
  ]
  if (divergence) {
    const { nth, method, target, recorded = 'none', played = 'none' } = divergence
    lines.push(`request ${nth}, ${method} ${target}: status ${played}, recorded: ${recorded}`)
  }
  if (!isHeld) {
    lines.push(
      `The clock of the recorded venue was ${clock}, not held: only the story can be the same.`,
    )
  }
  const what = isHeld ? 'digest' : 'story'
  return { lines, isSame: digest[what] === digests[what] }
}
