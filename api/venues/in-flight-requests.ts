import { type Clock, type Instant, lastInstant, later } from '../../engine/index.ts'
import type { TimedWaits, WaitWatch } from './held-clock-watch.ts'
import { type Indexed, UnorderedSet } from './unordered-set.ts'

/** Starts a wait that ends when `goOn` is called; the result cancels it. */
export type StartWait<T> = (goOn: (result: T) => void) => () => void

/** A request that a venue is serving. */
export interface InFlightRequest {
  /** Lets so long pass on the venue's clock; never resolves when the venue crashes meanwhile. */
  wait(ms: number): Promise<void>
  /**
   * Waits until `goOn` is called, and lets time move on meanwhile. The request is busy again within that very call:
   * time moves no further before it has acted, whatever its own code awaits first. `due` is when it goes on at the
   * latest; left out, no passing of time ends the wait. Never resolves when the venue crashes meanwhile.
   */
  pause<T>(begin: StartWait<T>, due?: Instant): Promise<T>
  /** Waits for what comes by itself, and lets no time pass; never resolves when the venue crashes meanwhile. */
  waitWhileBusy<T>(until: Promise<T>): Promise<T>
  /** The request is answered. */
  end(): void
}

/** A request as Node knows it, as far as a venue has to. */
export interface IncomingRequest {
  /** Whether all of it has arrived. */
  readonly complete: boolean
  readonly socket: { destroy(): void }
}

/** The requests that a venue is serving: what its time has to wait for, and what dies with it. */
export interface InFlightRequests {
  /** How many of them wait, for time to pass or for somebody to let them go on. */
  readonly waiting: number
  /** How many of them go on by themselves when time does. */
  readonly waitingForTime: number
  /** Without a visitor, as where there is no server, there is no connection that could break. */
  begin(visitor: IncomingRequest | undefined): InFlightRequest
  /** Resolves when no request can get any further before time does. */
  settled(): Promise<void>
  /** Ends all of them, answered or not: what waited goes on no more. */
  abortAll(): void
}

/** Creates the visits of a venue, none yet. `watch` is called when a request starts to wait for time. */
export function createInFlightRequests(clock: Clock, watch?: WaitWatch): InFlightRequests {
  const desk: Shared = {
    clock,
    watch,
    endWatch: undefined,
    busy: new UnorderedSet(),
    waiting: new UnorderedSet(),
    waitingForTime: new UnorderedSet(),
    onSettled: [],
  }
  const { busy, waiting, waitingForTime } = desk
  /** Nobody waits for what has not come whole, and may never do. */
  const isAwaited = () => busy.some(({ hasArrived: hasComeWhole }) => hasComeWhole)
  return {
    get waiting() {
      return waiting.size + waitingForTime.size
    },
    get waitingForTime() {
      return waitingForTime.size
    },
    begin: (visitor) => new TrackedRequest(desk, visitor),
    async settled() {
      while (isAwaited()) await new Promise<void>((resolve) => desk.onSettled.push(resolve))
    },
    abortAll() {
      for (const inFlight of [...busy.all(), ...waiting.all(), ...waitingForTime.all()])
        inFlight.abort()
    },
  }
}

/** What the visits of a venue share: each that is not over is in one of the bags. */
interface Shared {
  readonly clock: Clock
  readonly watch: WaitWatch | undefined
  /** Ends the watch that began last. */
  endWatch: (() => void) | undefined
  readonly busy: UnorderedSet<TrackedRequest>
  /** Those that go on when somebody lets them. */
  readonly waiting: UnorderedSet<TrackedRequest>
  /** Those that go on by themselves when time does. */
  readonly waitingForTime: UnorderedSet<TrackedRequest>
  /** Who wants to know when there is one less that is busy. */
  onSettled: (() => void)[]
}

class TrackedRequest implements InFlightRequest, Indexed {
  index = 0
  /** When it goes on at the latest; undefined where no passing of time ends its wait. */
  due: Instant | undefined
  private readonly shared: Shared
  private readonly incoming: IncomingRequest | undefined
  /** Undefined once it is over. */
  private set: UnorderedSet<TrackedRequest> | undefined
  /** Ends the wait that began last. */
  private cancel: (() => void) | undefined

  constructor(desk: Shared, visitor: IncomingRequest | undefined) {
    this.shared = desk
    this.incoming = visitor
    this.set = desk.busy
    desk.busy.add(this)
  }

  get hasArrived(): boolean {
    return this.incoming?.complete !== false
  }

  wait(ms: number): Promise<void> {
    // What is due at once on a held clock would wait until somebody moves it.
    if (ms <= 0) return this.waitWhileBusy(Promise.resolve())
    const { clock } = this.shared
    const due = later(clock.now(), ms)
    return this.pause<void>((goOn) => clock.schedule(due, goOn), due)
  }

  pause<T>(begin: StartWait<T>, due?: Instant): Promise<T> {
    const { busy, waiting, waitingForTime } = this.shared
    this.due = due
    this.moveTo(due === undefined ? waiting : waitingForTime)
    const over = new Promise<T>((resolve) => {
      this.cancel = begin((result) => {
        this.moveTo(busy)
        resolve(result)
      })
    })
    return this.waitWhileBusy(over)
  }

  async waitWhileBusy<T>(until: Promise<T>): Promise<T> {
    const result = await until
    // What was under way in a venue that crashed gets no further.
    return this.set ? result : new Promise(() => {})
  }

  end(): void {
    this.moveTo(undefined)
  }

  abort(): void {
    this.cancel?.()
    this.end()
    this.incoming?.socket.destroy()
  }

  private moveTo(bag: UnorderedSet<TrackedRequest> | undefined): void {
    const { set: before, shared: desk } = this
    if (!before) return
    before.delete(this)
    bag?.add(this)
    this.set = bag
    if (before === desk.busy && desk.onSettled.length > 0) notifyAll(desk)
    if (desk.watch) watchWaits(desk, desk.watch)
  }
}

/** Keeps a watch while requests wait for time. */
function watchWaits(desk: Shared, watch: WaitWatch): void {
  const { waitingForTime } = desk
  if (waitingForTime.size > 0) {
    desk.endWatch ??= watch(() => timedWaits(waitingForTime))
    return
  }
  desk.endWatch?.()
  desk.endWatch = undefined
}

const timedWaits = (waiting: UnorderedSet<TrackedRequest>): TimedWaits => ({
  count: waiting.size,
  until: waiting.all().reduce((first, { due = first }) => Math.min(first, due), lastInstant),
})

function notifyAll(desk: Shared): void {
  const told = desk.onSettled
  desk.onSettled = []
  for (const tell of told) tell()
}
