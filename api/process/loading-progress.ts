import type { Clock } from '../../engine/index.ts'

/** Where progress is shown, such as `process.stderr`. */
interface Output {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** A load that is over before this has no progress. */
const silentMs = 500
const terminalEveryMs = 250
const pipeEveryMs = 1000

/**
 * Shows how far the loading of venues is: on a terminal one line that is rewritten, otherwise a line
 * every second. `end` removes the line of a terminal; later loads are not shown.
 */
export function createLoadingProgress(output: Output, clock: Clock) {
  let next = clock.now() + silentMs
  let isShown = false

  return {
    show(venue: string, loaded: number, total: number): void {
      const now = clock.now()
      if (now < next) return
      next = now + (output.isTTY ? terminalEveryMs : pipeEveryMs)
      const line = `papertape: loading ${venue}: ${count(loaded)} of ${count(total)} events`
      output.write(output.isTTY ? `\r\x1b[K${line}` : `${line}\n`)
      isShown = true
    },
    end(): void {
      next = Number.POSITIVE_INFINITY
      if (isShown && output.isTTY) output.write('\r\x1b[K')
    },
  }
}

/** A number for people, such as 12,345. */
export const count = (number: number): string => number.toLocaleString('en')
