import type { Clock } from '../../engine/index.ts'

/** A request that a venue is serving. */
export interface Visit {
  /** Lets so long pass on the venue's clock; never resolves when the venue crashes meanwhile. */
  wait(ms: number): Promise<void>
  /** Waits for something else, and lets time move on meanwhile; `isTimed` where that brings it about. */
  pause<T>(until: Promise<T>, isTimed?: boolean): Promise<T>
  /** Waits for what comes by itself, and lets no time pass; never resolves when the venue crashes meanwhile. */
  outlast<T>(until: Promise<T>): Promise<T>
  /** The request is answered. */
  leave(): void
}

/** A request as Node knows it, as far as a venue has to. */
export interface Visitor {
  /** Whether all of it has arrived. */
  readonly complete: boolean
  readonly socket: { destroy(): void }
}

/** The requests that a venue is serving: what its time has to wait for, and what dies with it. */
export interface Visits {
  /** How many of them wait, for time to pass or for somebody to let them go on. */
  readonly waiting: number
  /** How many of them go on by themselves when time does. */
  readonly waitingForTime: number
  /** Without a visitor, as where there is no server, there is no connection that could break. */
  enter(visitor: Visitor | undefined): Visit
  /** Resolves when no request can get any further before time does. */
  settled(): Promise<void>
  /** Ends all of them, answered or not: what waited goes on no more. */
  cutOff(): void
}

/** Creates the visits of a venue, none yet. */
export function createVisits(clock: Clock): Visits {
  const desk: Desk = { clock, present: new Set(), busy: new Set(), timed: new Set(), onRest: [] }
  const waiting = () => [...desk.present].filter((visit) => !desk.busy.has(visit))
  /** Nobody waits for what has not come whole, and may never do. */
  const isAwaited = () => [...desk.busy].some(({ hasComeWhole }) => hasComeWhole)
  return {
    get waiting() {
      return waiting().length
    },
    get waitingForTime() {
      return desk.timed.size
    },
    enter: (visitor) => new OpenVisit(desk, visitor),
    async settled() {
      // Whoever was just let go on comes to know of it in the next turn of the microtasks.
      await undefined
      await undefined
      while (isAwaited()) await new Promise<void>((resolve) => desk.onRest.push(resolve))
    },
    cutOff() {
      for (const visit of [...desk.present]) visit.cutOff()
    },
  }
}

/** What the visits of a venue share. */
interface Desk {
  readonly clock: Clock
  readonly present: Set<OpenVisit>
  /** Those that are neither waiting nor over. */
  readonly busy: Set<OpenVisit>
  /** Those that go on by themselves when time does. */
  readonly timed: Set<OpenVisit>
  /** Who wants to know when there is one less that is busy. */
  onRest: (() => void)[]
}

class OpenVisit implements Visit {
  private readonly desk: Desk
  private readonly visitor: Visitor | undefined
  private callOff: (() => void) | undefined
  private isOver = false

  constructor(desk: Desk, visitor: Visitor | undefined) {
    this.desk = desk
    this.visitor = visitor
    desk.present.add(this)
    desk.busy.add(this)
  }

  get hasComeWhole(): boolean {
    return this.visitor?.complete !== false
  }

  wait(ms: number): Promise<void> {
    const { clock } = this.desk
    const passed = new Promise<void>((resolve) => {
      this.callOff = clock.at(clock.now() + ms, resolve)
    })
    return this.pause(passed, true)
  }

  async pause<T>(until: Promise<T>, isTimed = false): Promise<T> {
    if (isTimed) this.desk.timed.add(this)
    this.rest()
    const result = await this.outlast(until)
    this.desk.timed.delete(this)
    this.desk.busy.add(this)
    return result
  }

  async outlast<T>(until: Promise<T>): Promise<T> {
    const result = await until
    // What was under way in a venue that crashed gets no further.
    return this.isOver ? new Promise(() => {}) : result
  }

  leave(): void {
    this.rest()
    this.isOver = true
    this.desk.timed.delete(this)
    this.desk.present.delete(this)
  }

  cutOff(): void {
    this.callOff?.()
    this.leave()
    this.visitor?.socket.destroy()
  }

  private rest(): void {
    if (!this.desk.busy.delete(this)) return
    const told = this.desk.onRest
    this.desk.onRest = []
    for (const tell of told) tell()
  }
}
