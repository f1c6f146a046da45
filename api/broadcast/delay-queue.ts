import { type Clock, type Instant, later } from '../../engine/index.ts'

export type DelayQueue = ReturnType<typeof createDelayQueue>

interface Entry {
  readonly due: Instant
  readonly bytes: number
  send(): void
}

/** Creates an empty queue that delays the messages to one client. */
export function createDelayQueue(clock: Clock) {
  let queue: Entry[] = []
  /** The due time of the newest entry. A new entry is never due earlier. */
  let end = 0
  let cancelTimer = () => {}
  /** The entries that no other entry waits for, each with the cancel function of its timer. */
  const standalone = new Map<Entry, () => void>()
  let bytes = 0

  const dueAfter = (ms: number) => Math.max(end, later(clock.now(), ms))

  function run(entry: Entry): void {
    bytes -= entry.bytes
    entry.send()
  }

  function runDue(): void {
    cancelTimer()
    while (queue[0] && queue[0].due <= clock.now()) run(queue.shift() as Entry)
    if (queue[0]) cancelTimer = clock.schedule(queue[0].due, runDue)
  }

  function cancelTimers(): void {
    cancelTimer()
    for (const cancel of standalone.values()) cancel()
  }

  return {
    /** The total size of all entries. */
    get bytes() {
      return bytes
    },
    get isEmpty() {
      return queue.length === 0 && standalone.size === 0
    },
    /** Runs `send` after a delay, and after everything that was enqueued before. */
    enqueue(afterMs: number, size: number, send: () => void) {
      end = dueAfter(afterMs)
      bytes += size
      queue.push({ due: end, bytes: size, send })
      // If the queue was not empty, its timer is already set.
      if (queue.length === 1) runDue()
    },
    /** Runs `send` `byMs` later than `enqueue` would. No other entry waits for it. */
    delayAlone(afterMs: number, byMs: number, size: number, send: () => void) {
      const entry = { due: later(dueAfter(afterMs), byMs), bytes: size, send }
      // On a held clock, a timer that is due now would wait until the clock moves.
      if (entry.due <= clock.now()) {
        send()
        return
      }
      bytes += size
      const onDue = () => {
        standalone.delete(entry)
        run(entry)
      }
      standalone.set(entry, clock.schedule(entry.due, onDue))
    },
    /** Delays everything that is enqueued from now on by `forMs`, counted from `afterMs`. */
    stall(afterMs: number, forMs: number) {
      end = later(dueAfter(afterMs), forMs)
    },
    /** Runs all entries now, in the order in which they are due. An entry may `clear` the rest. */
    flush() {
      cancelTimers()
      queue = [...queue, ...standalone.keys()].sort((one, other) => one.due - other.due)
      standalone.clear()
      while (queue[0]) run(queue.shift() as Entry)
    },
    /** Discards all entries. */
    clear() {
      cancelTimers()
      queue = []
      standalone.clear()
      bytes = 0
    },
  }
}
