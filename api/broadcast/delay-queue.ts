import { type Clock, type Instant, later } from '../../engine/index.ts'

/** What is kept back on its way to a client until its time has come. */
export interface DelayQueue {
  /** How much it is. */
  readonly bytes: number
  readonly isEmpty: boolean
  /** Has something done so many milliseconds from now, and behind all that was put here before. */
  enqueue(afterMs: number, bytes: number, act: () => void): void
  /** Has something done that much later than in its place; it is behind nothing, and nothing behind it. */
  delayAlone(afterMs: number, byMs: number, bytes: number, act: () => void): void
  /** Has whatever is put here from now on wait so much longer. */
  stall(afterMs: number, forMs: number): void
  /** Does all of it at once, in the order in which it is due, but for what is forgotten meanwhile. */
  flush(): void
  /** Forgets all of it. */
  clear(): void
}

interface Kept {
  readonly due: Instant
  readonly bytes: number
  act(): void
}

/** Creates a backlog that is empty. */
export function createDelayQueue(clock: Clock): DelayQueue {
  let queue: Kept[] = []
  /** When what stands last in the queue, or stood last, is due: nothing behind it is before that. */
  let end = 0
  let cancelTimer = () => {}
  /** What stands beside the queue, each with a timer of its own. */
  const aside = new Map<Kept, () => void>()
  let bytes = 0

  const placeAfter = (ms: number) => Math.max(end, later(clock.now(), ms))

  function take(kept: Kept): void {
    bytes -= kept.bytes
    kept.act()
  }

  function runDue(): void {
    cancelTimer()
    while (queue[0] && queue[0].due <= clock.now()) take(queue.shift() as Kept)
    if (queue[0]) cancelTimer = clock.schedule(queue[0].due, runDue)
  }

  function cancelTimers(): void {
    cancelTimer()
    for (const callOff of aside.values()) callOff()
  }

  return {
    get bytes() {
      return bytes
    },
    get isEmpty() {
      return queue.length === 0 && aside.size === 0
    },
    enqueue(afterMs, size, act) {
      end = placeAfter(afterMs)
      bytes += size
      queue.push({ due: end, bytes: size, act })
      // Behind another one it waits with that for the same timer.
      if (queue.length === 1) runDue()
    },
    delayAlone(afterMs, byMs, size, act) {
      const kept = { due: later(placeAfter(afterMs), byMs), bytes: size, act }
      // What is due at once on a held clock would wait until somebody moves it.
      if (kept.due <= clock.now()) {
        act()
        return
      }
      bytes += size
      const due = () => {
        aside.delete(kept)
        take(kept)
      }
      aside.set(kept, clock.schedule(kept.due, due))
    },
    stall(afterMs, forMs) {
      end = later(placeAfter(afterMs), forMs)
    },
    flush() {
      cancelTimers()
      queue = [...queue, ...aside.keys()].sort((one, other) => one.due - other.due)
      aside.clear()
      while (queue[0]) take(queue.shift() as Kept)
    },
    clear() {
      cancelTimers()
      queue = []
      aside.clear()
      bytes = 0
    },
  }
}
