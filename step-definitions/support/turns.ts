/**
 * Runs at most `atOnce` tasks at once. The others wait, and the last to arrive runs first: a trader
 * who has just placed an order can cancel it before other traders place theirs.
 */
export class Turns {
  #free: number
  readonly #waiting: (() => void)[] = []
  #isSuspended = false

  constructor(atOnce: number) {
    this.#free = atOnce
  }

  async take<T>(task: () => Promise<T>): Promise<T> {
    if (this.#isSuspended) return task()
    if (this.#free > 0) this.#free -= 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await task()
    } finally {
      // Not at once, so that the caller can first ask for its next turn.
      setImmediate(() => this.#passOn())
    }
  }

  #passOn(): void {
    const next = this.#waiting.pop()
    if (next) next()
    else this.#free += 1
  }

  /** Lets all tasks that are taken in the meantime run at once. */
  async suspendedDuring<T>(act: () => Promise<T>): Promise<T> {
    this.#isSuspended = true
    try {
      return await act()
    } finally {
      this.#isSuspended = false
    }
  }
}
