import type { Clock } from '../../engine/index.ts'

/** A request that a venue is serving. */
export interface Visit {
  /** Lets so long pass on the venue's clock; never resolves when the venue crashes meanwhile. */
  wait(ms: number): Promise<void>
  /** Waits for something that is not up to the venue: its time may move on meanwhile. */
  pause<T>(until: Promise<T>): Promise<T>
  /** The request is answered. */
  leave(): void
}

/** Whose request it is, as far as a venue has to know. */
export interface Visitor {
  /** Whether all of the request has arrived: nobody else waits for what may never come. */
  isWhole(): boolean
  /** Breaks the connection off without a word. */
  cutOff(): void
}

/** The requests that a venue is serving: what its time has to wait for, and what dies with it. */
export interface Visits {
  /** How many of them wait, for time to pass or for somebody to let them go on. */
  readonly waiting: number
  enter(visitor: Visitor): Visit
  /** Resolves when no request can get any further before time does. */
  settled(): Promise<void>
  /** Ends all of them, answered or not: what waited goes on no more. */
  cutOff(): void
}

/** Creates the visits of a venue, none yet. */
export function createVisits(clock: Clock): Visits {
  let present = new Set<OpenVisit>()
  let busy = 0
  let onIdle: (() => void)[] = []

  function takeUp(): void {
    busy++
  }

  function rest(): void {
    busy--
    if (busy > 0) return
    const told = onIdle
    onIdle = []
    for (const tell of told) tell()
  }

  class OpenVisit implements Visit {
    readonly visitor: Visitor
    #isBusy = true
    isOver = false
    callOff = () => {}

    constructor(visitor: Visitor) {
      this.visitor = visitor
      takeUp()
    }

    get isWaiting(): boolean {
      return !this.#isBusy
    }

    wait(ms: number): Promise<void> {
      return this.pause(
        new Promise((resolve) => {
          this.callOff = clock.at(clock.now() + ms, resolve)
        }),
      )
    }

    async pause<T>(until: Promise<T>): Promise<T> {
      this.#setBusy(false)
      const result = await until
      // What was under way in a venue that crashed gets no further.
      if (this.isOver) return new Promise(() => {})
      if (this.visitor.isWhole()) this.#setBusy(true)
      return result
    }

    leave(): void {
      this.#setBusy(false)
      this.isOver = true
      present.delete(this)
    }

    #setBusy(isBusy: boolean): void {
      if (this.isOver || isBusy === this.#isBusy) return
      this.#isBusy = isBusy
      if (isBusy) takeUp()
      else rest()
    }
  }

  return {
    get waiting() {
      return [...present].filter(({ isWaiting }) => isWaiting).length
    },
    enter(visitor) {
      const visit = new OpenVisit(visitor)
      present.add(visit)
      return visit
    },
    async settled() {
      while (busy > 0) await new Promise<void>((resolve) => onIdle.push(resolve))
    },
    cutOff() {
      const cut = present
      present = new Set()
      for (const visit of cut) {
        visit.callOff()
        visit.leave()
        visit.visitor.cutOff()
      }
    },
  }
}
