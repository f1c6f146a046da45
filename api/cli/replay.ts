import { replay } from '../replay/replay.ts'
import { readUsage } from './usage.ts'

/** `papertape replay FILE`: plays a recording. Returns the exit code. */
export async function replayCommand(args: readonly string[]): Promise<number> {
  const line = readUsage(
    {
      command: 'replay FILE',
      does: 'plays a recorded run again and compares the logs',
      options: {},
      notes: `FILE is what GET /venues/{venue}/recording of the control API returned.

Exit codes:
  0  the same log, or the same story if the clock was not held
  1  not the same, or FILE cannot be played
  2  wrong arguments`,
    },
    args,
  )
  return typeof line === 'number' ? line : replay(line.words[0], process)
}
