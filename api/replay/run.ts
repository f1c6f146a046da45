/** Plays a recording into a fresh held venue: `npm run replay FILE`. */
import { accountOf, contentsOf } from './account.ts'
import { play } from './play.ts'
import { readRecording, UnplayableError } from './read-recording.ts'

/** How often it is said how far it has come, in steps. */
const stepsAtOnce = 1000

async function replay(file: string | undefined): Promise<boolean> {
  if (file === undefined) {
    throw new UnplayableError(
      'npm run replay FILE: name the file that GET /venues/{venue}/recording was saved to.',
    )
  }
  const recording = await readRecording(file)
  const { steps } = recording
  process.stdout.write(`${contentsOf(recording)}\n`)
  const played = await play(recording, ({ at }, nth) => {
    if (nth > 0 && nth % stepsAtOnce === 0) {
      process.stderr.write(`  ${nth} of ${steps.length} steps, ${at}\n`)
    }
  })
  const { lines, isSame } = accountOf(recording, played)
  process.stdout.write(`${lines.join('\n')}\n`)
  return isSame
}

try {
  process.exitCode = (await replay(process.argv[2])) ? 0 : 1
} catch (error) {
  if (!(error instanceof UnplayableError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
