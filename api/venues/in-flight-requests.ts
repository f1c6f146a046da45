import { type Clock, type Instant, lastInstant, later } from '../../engine/index.ts'
import type { TimedWaits, WaitWatch } from './held-clock-watch.ts'
import { Bag, type InBag } from './unordered-set.ts'

/** Starts a wait that ends when `goOn` is called; the result cancels it. */
export type Begin<T> = (goOn: (result: T) => void) => () => void

/** A request that a venue is serving. */
export interface Visit {
  /** Lets so long pass on the venue's clock; never resolves when the venue crashes meanwhile. */
  wait(ms: number): Promise<void>
  /**
   * Waits until `goOn` is called, and lets time move on meanwhile. The request is busy again within that very call:
   * time moves no further before it has acted, whatever its own code awaits first. `due` is when it goes on at the
   * latest; left out, no passing of time ends the wait. Never resolves when the venue crashes meanwhile.
   */
  pause<T>(begin: Begin<T>, due?: Instant): Promise<T>
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

/** Creates the visits of a venue, none yet. `watch` is called when a request starts to wait for time. */
export function createVisits(clock: Clock, watch?: WaitWatch): Visits {
  const desk: Desk = {
    clock,
    watch,
    endWatch: undefined,
    busy: new Bag(),
    waiting: new Bag(),
    waitingForTime: new Bag(),
    onRest: [],
  }
  const { busy, waiting, waitingForTime } = desk
  /** Nobody waits for what has not come whole, and may never do. */
  const isAwaited = () => busy.some(({ hasComeWhole }) => hasComeWhole)
  return {
    get waiting() {
      return waiting.size + waitingForTime.size
    },
    get waitingForTime() {
      return waitingForTime.size
    },
    enter: (visitor) => new OpenVisit(desk, visitor),
    async settled() {
      while (isAwaited()) await new Promise<void>((resolve) => desk.onRest.push(resolve))
    },
    cutOff() {
      for (const visit of [...busy.all(), ...waiting.all(), ...waitingForTime.all()]) visit.cutOff()
    },
  }
}

/** What the visits of a venue share: each that is not over is in one of the bags. */
interface Desk {
  readonly clock: Clock
  readonly watch: WaitWatch | undefined
  /** Ends the watch that began last. */
  endWatch: (() => void) | undefined
  readonly busy: Bag<OpenVisit>
  /** Those that go on when somebody lets them. */
  readonly waiting: Bag<OpenVisit>
  /** Those that go on by themselves when time does. */
  readonly waitingForTime: Bag<OpenVisit>
  /** Who wants to know when there is one less that is busy. */
  onRest: (() => void)[]
}

class OpenVisit implements Visit, InBag {
  place = 0
  /** When it goes on at the latest; undefined where no passing of time ends its wait. */
  due: Instant | undefined
  private readonly desk: Desk
  private readonly visitor: Visitor | undefined
  /** Undefined once it is over. */
  private bag: Bag<OpenVisit> | undefined
  /** Ends the wait that began last. */
  private cancel: (() => void) | undefined

  constructor(desk: Desk, visitor: Visitor | undefined) {
    this.desk = desk
    this.visitor = visitor
    this.bag = desk.busy
    desk.busy.add(this)
  }

  get hasComeWhole(): boolean {
    return this.visitor?.complete !== false
  }

  wait(ms: number): Promise<void> {
    // What is due at once on a held clock would wait until somebody moves it.
    if (ms <= 0) return this.outlast(Promise.resolve())
    const { clock } = this.desk
    const due = later(clock.now(), ms)
    return this.pause<void>((goOn) => clock.at(due, goOn), due)
  }

  pause<T>(begin: Begin<T>, due?: Instant): Promise<T> {
    const { busy, waiting, waitingForTime } = this.desk
    this.due = due
    this.moveTo(due === undefined ? waiting : waitingForTime)
    const over = new Promise<T>((resolve) => {
      this.cancel = begin((result) => {
        this.moveTo(busy)
        resolve(result)
      })
    })
    return this.outlast(over)
  }

  async outlast<T>(until: Promise<T>): Promise<T> {
    const result = await until
    // What was under way in a venue that crashed gets no further.
    return this.bag ? result : new Promise(() => {})
  }

  leave(): void {
    this.moveTo(undefined)
  }

  cutOff(): void {
    this.cancel?.()
    this.leave()
    this.visitor?.socket.destroy()
  }

  private moveTo(bag: Bag<OpenVisit> | undefined): void {
    const { bag: before, desk } = this
    if (!before) return
    before.take(this)
    bag?.add(this)
    this.bag = bag
    if (before === desk.busy && desk.onRest.length > 0) tellAll(desk)
    if (desk.watch) watchWaits(desk, desk.watch)
  }
}

/** Keeps a watch while requests wait for time. */
function watchWaits(desk: Desk, watch: WaitWatch): void {
  const { waitingForTime } = desk
  if (waitingForTime.size > 0) {
    desk.endWatch ??= watch(() => timedWaits(waitingForTime))
    return
  }
  desk.endWatch?.()
  desk.endWatch = undefined
}

const timedWaits = (waiting: Bag<OpenVisit>): TimedWaits => ({
  count: waiting.size,
  until: waiting.all().reduce((first, { due = first }) => Math.min(first, due), lastInstant),
})

function tellAll(desk: Desk): void {
  const told = desk.onRest
  desk.onRest = []
  for (const tell of told) tell()
}
