import { hasRoomForBar } from './terminal.ts'
import type { Progress } from './watched-run.ts'

const { stdout } = process

/** Prints on the terminal which of several runs is in progress, for how long, and each outcome. */
export class ProgressReporter {
  readonly #count: number
  readonly #startedAt = performance.now()
  #nth = 0

  constructor(count: number) {
    this.#count = count
  }

  /** Starts the next run. Returns a function to call with the progress of its run. */
  begin(name: string): (progress: Progress) => void {
    this.#nth += 1
    const startedAt = performance.now()
    return ({ done, failed, all }) => {
      if (!hasRoomForBar) return
      const line = `${this.#place} ${name}: ${done} of ${all} scenarios, ${failed} failed, ${secondsSince(startedAt)} s${this.#timeLeft}`
      stdout.write(`\r\x1b[2K${line.slice(0, stdout.columns - 1)}`)
    }
  }

  /** Prints the outcome on a line of its own, and each detail on one below it. */
  end(name: string, outcome: string, seconds: number, details: readonly string[] = []): void {
    const below = details.map((detail) => `\n       ${detail}`).join('')
    this.#write(`${this.#place} ${name}: ${outcome}, ${seconds.toFixed(0)} s${below}`)
  }

  say(line: string): void {
    this.#write(line)
  }

  #write(line: string): void {
    stdout.write(`${hasRoomForBar ? '\r\x1b[2K' : ''}${line}\n`)
  }

  get #place(): string {
    return `[${`${this.#nth}`.padStart(`${this.#count}`.length)}/${this.#count}]`
  }

  get #timeLeft(): string {
    const done = this.#nth - 1
    if (done === 0) return ''
    const minutes = (((performance.now() - this.#startedAt) / done) * (this.#count - done)) / 60_000
    return `, about ${Math.ceil(minutes)} min left`
  }
}

const secondsSince = (startedAt: number) => ((performance.now() - startedAt) / 1000).toFixed(0)
