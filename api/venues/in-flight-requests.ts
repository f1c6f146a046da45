import { type Clock, type Instant, lastInstant, later } from '../../engine/index.ts'
import type { TimedWaits, WaitWatch } from './held-clock-watch.ts'
import { type Indexed, UnorderedSet } from './unordered-set.ts'

/** Starts a wait that ends when `resume` is called. Returns a cancel function. */
export type StartWait<T> = (resume: (result: T) => void) => () => void

/** The parts of a Node request that a venue needs. */
export interface IncomingRequest {
  /** Whether the whole request has arrived. */
  readonly complete: boolean
  readonly socket: { destroy(): void }
}

/**
 * Creates an empty set of the requests that a venue is serving. `advance` waits for the busy ones.
 * A crash aborts all. `watch` is called when a wait for time starts.
 */
export function createInFlightRequests(clock: Clock, watch?: WaitWatch) {
  const shared: Shared = {
    clock,
    watch,
    endWatch: undefined,
    busy: new UnorderedSet(),
    waiting: new UnorderedSet(),
    waitingForTime: new UnorderedSet(),
    onSettled: [],
  }
  const { busy, waiting, waitingForTime } = shared
  // A request whose body has not arrived may never be complete.
  const isBusy = () => busy.some(({ hasArrived }) => hasArrived)
  return {
    /** The number of waiting requests of any kind. */
    get waiting() {
      return waiting.size + waitingForTime.size
    },
    /** The number of requests that resume when enough time passes. */
    get waitingForTime() {
      return waitingForTime.size
    },
    /** When the last of these resumes at the latest, on the venue's clock; undefined if there is none. */
    get waitsUntil(): Instant | undefined {
      const dues = waitingForTime.all().flatMap(({ due = [] }) => due)
      return dues.length === 0 ? undefined : dues.reduce((last, due) => Math.max(last, due))
    },
    /** Starts a request. An app without a server has no `incoming` and no connection to break. */
    begin: (incoming: IncomingRequest | undefined) => new InFlightRequest(shared, incoming),
    /** Resolves when every request that has arrived is either answered or waiting. */
    async settled() {
      while (isBusy()) await new Promise<void>((resolve) => shared.onSettled.push(resolve))
    },
    /** Ends all requests, cancels their waits and breaks their connections. */
    abortAll() {
      for (const request of [...busy.all(), ...waiting.all(), ...waitingForTime.all()]) {
        request.abort()
      }
    },
  }
}

/** What the requests of a venue share. A request is in exactly one of the sets until it ends. */
interface Shared {
  readonly clock: Clock
  readonly watch: WaitWatch | undefined
  /** Ends the current watch. */
  endWatch: (() => void) | undefined
  readonly busy: UnorderedSet<InFlightRequest>
  /** Requests that time cannot resume. */
  readonly waiting: UnorderedSet<InFlightRequest>
  /** Requests that resume when enough time passes. */
  readonly waitingForTime: UnorderedSet<InFlightRequest>
  /** Called when a request stops being busy. */
  onSettled: (() => void)[]
}

/**
 * A request that a venue is serving. It is either busy or waiting. When the venue crashes, no wait
 * of the request ever resolves.
 */
export class InFlightRequest implements Indexed {
  index = 0
  /** The latest end of its wait; undefined if time cannot end it. */
  due: Instant | undefined
  private readonly shared: Shared
  private readonly incoming: IncomingRequest | undefined
  /** Undefined after the end. */
  private set: UnorderedSet<InFlightRequest> | undefined
  /** Cancels the latest wait. */
  private cancel: (() => void) | undefined

  constructor(shared: Shared, incoming: IncomingRequest | undefined) {
    this.shared = shared
    this.incoming = incoming
    this.set = shared.busy
    shared.busy.add(this)
  }

  get hasArrived(): boolean {
    return this.incoming?.complete !== false
  }

  /** Waits for `ms` milliseconds on the venue's clock. */
  wait(ms: number): Promise<void> {
    // On a held clock, a timer that is due now would wait until a client moves the clock.
    if (ms <= 0) return this.waitWhileBusy(Promise.resolve())
    const { clock } = this.shared
    const due = later(clock.now(), ms)
    return this.pause<void>((resume) => clock.schedule(due, resume), due)
  }

  /**
   * Waits until `resume` is called. The clock may move meanwhile. `resume` marks the request busy
   * synchronously, so the clock stays still until it has acted. `due` is the latest end of the wait;
   * omit it if time cannot end the wait.
   */
  pause<T>(begin: StartWait<T>, due?: Instant): Promise<T> {
    const { busy, waiting, waitingForTime } = this.shared
    this.due = due
    this.moveTo(due === undefined ? waiting : waitingForTime)
    const resumed = new Promise<T>((resolve) => {
      this.cancel = begin((result) => {
        this.moveTo(busy)
        resolve(result)
      })
    })
    return this.waitWhileBusy(resumed)
  }

  /** Awaits a promise that needs no time on the venue's clock. The request stays busy. */
  async waitWhileBusy<T>(until: Promise<T>): Promise<T> {
    const result = await until
    // After a crash the request must not go on.
    return this.set ? result : new Promise(() => {})
  }

  /** Awaits what needs no time on the venue's clock, such as a commit. The clock may move meanwhile. */
  async standAside(until: Promise<unknown>): Promise<void> {
    await this.pause<void>((resume) => {
      const resumeAnyway = () => resume()
      until.then(resumeAnyway, resumeAnyway)
      return () => {}
    })
    await until
  }

  /** Marks the request as answered. */
  end(): void {
    this.moveTo(undefined)
  }

  abort(): void {
    this.cancel?.()
    this.end()
    this.incoming?.socket.destroy()
  }

  private moveTo(next: UnorderedSet<InFlightRequest> | undefined): void {
    const { set, shared } = this
    if (!set) return
    set.delete(this)
    next?.add(this)
    this.set = next
    if (set === shared.busy && shared.onSettled.length > 0) notifyAll(shared)
    if (shared.watch) updateWatch(shared, shared.watch)
  }
}

/** Runs a watch while, and only while, requests wait for time. */
function updateWatch(shared: Shared, watch: WaitWatch): void {
  const { waitingForTime } = shared
  if (waitingForTime.size > 0) {
    shared.endWatch ??= watch(() => timedWaits(waitingForTime))
    return
  }
  shared.endWatch?.()
  shared.endWatch = undefined
}

const timedWaits = (waiting: UnorderedSet<InFlightRequest>): TimedWaits => ({
  count: waiting.size,
  until: waiting.all().reduce((first, { due = first }) => Math.min(first, due), lastInstant),
})

function notifyAll(shared: Shared): void {
  const listeners = shared.onSettled
  shared.onSettled = []
  for (const listener of listeners) listener()
}
