import { counted } from '../../reports/page/words.ts'
import { hasRoomForBar } from '../../run/terminal.ts'
import type { Progress } from '../../run/watched-run.ts'
import type { Verdict } from './verdict.ts'

const { stdout } = process

/** Prints on the terminal which mutant is running, for how long, and each verdict. */
export class ProgressReporter {
  readonly #count: number
  readonly #startedAt = performance.now()
  #nth = 0

  constructor(count: number) {
    this.#count = count
  }

  /** Starts the next mutant. Returns a function to call with the progress of its run. */
  begin(name: string): (progress: Progress) => void {
    this.#nth += 1
    const startedAt = performance.now()
    return ({ done, failed, all }) => {
      if (!hasRoomForBar) return
      const line = `${this.#place} ${name}: ${done} of ${all} scenarios, ${failed} failed, ${secondsSince(startedAt)} s${this.#timeLeft}`
      stdout.write(`\r\x1b[2K${line.slice(0, stdout.columns - 1)}`)
    }
  }

  /** Prints the verdict on a line of its own. */
  end(name: string, { outcome, seconds, killers, bystanders, faults }: Verdict): void {
    const others =
      bystanders.length > 0 ? `, and ${counted(bystanders.length, 'other')} failed` : ''
    const caught = killers.length > 0 ? ` by ${killers.length}${others}` : others
    const details = faults.map((fault) => `\n       ${fault}`).join('')
    this.#write(`${this.#place} ${name}: ${outcome}${caught}, ${seconds.toFixed(0)} s${details}`)
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
