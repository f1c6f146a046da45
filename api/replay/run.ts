/** Plays a recording into a fresh held venue: `npm run replay FILE`. */
import { outliveReader } from '../outlive-reader.ts'
import { printable } from '../printable.ts'
import { accountOf, contentsOf } from './account.ts'
import { play } from './play.ts'
import { readRecording, UnplayableError } from './read-recording.ts'

/** How often it is said how far it has come, in steps. */
const stepsAtOnce = 1000

/** Each line stays one: it may hold what the recording says. */
const print = (output: NodeJS.WriteStream, lines: readonly string[]) =>
  output.write(`${lines.map((line) => printable(line).replaceAll('\n', '\\n')).join('\n')}\n`)

async function replay(file: string | undefined): Promise<boolean> {
  if (file === undefined) {
    throw new UnplayableError(
      'npm run replay FILE: name the file that GET /venues/{venue}/recording was saved to.',
    )
  }
  const recording = await readRecording(file)
  const { steps } = recording
  print(process.stdout, [contentsOf(recording)])
  const played = await play(recording, ({ at }, nth) => {
    if (nth > 0 && nth % stepsAtOnce === 0) {
      print(process.stderr, [`  ${nth} of ${steps.length} steps, ${at}`])
    }
  })
  const { lines, isSame } = accountOf(recording, played)
  print(process.stdout, lines)
  return isSame
}

outliveReader()
try {
  process.exitCode = (await replay(process.argv[2])) ? 0 : 1
} catch (error) {
  if (!(error instanceof UnplayableError)) throw error
  print(process.stderr, error.message.split('\n'))
  process.exitCode = 1
}
