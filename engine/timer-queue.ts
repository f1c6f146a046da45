import type { Instant } from './order.ts'

interface Timer {
  readonly due: Instant
  /** Breaks ties, so that timers due together run in the order in which they were added. */
  readonly order: number
  act: (() => void) | undefined
}

/** What is to happen, earliest first. It knows times but has none of its own: a clock drives it. */
export interface TimerQueue {
  /** Adds a timer in O(log n); the returned function calls it off. */
  add(due: Instant, act: () => void): () => void
  /** When the earliest timer is due; undefined when there is none. */
  nextDue(): Instant | undefined
  /**
   * Runs every timer due at `now` or before, also those that are added meanwhile. A timer that
   * throws is gone, the rest stay, and the error is thrown on.
   */
  runDue(now: Instant): void
}

const isBefore = (a: Timer, b: Timer) => a.due < b.due || (a.due === b.due && a.order < b.order)

/** Creates an empty queue: a binary heap in which timers that were called off stay until half of it is such. */
export function createTimerQueue(): TimerQueue {
  let heap: Timer[] = []
  let added = 0
  let calledOff = 0

  function push(timer: Timer): void {
    let hole = heap.length
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = heap[parent] as Timer
      if (!isBefore(timer, above)) break
      heap[hole] = above
      hole = parent
    }
    heap[hole] = timer
  }

  /** Takes the first timer off and lets the last one sink to its place from the top. */
  function pop(): void {
    const last = heap.pop() as Timer
    if (heap.length === 0) return
    let hole = 0
    for (let child = firstChild(hole); child; child = firstChild(hole)) {
      const below = heap[child] as Timer
      if (!isBefore(below, last)) break
      heap[hole] = below
      hole = child
    }
    heap[hole] = last
  }

  /** Where the earlier child of a timer stands; undefined for one that has none. */
  function firstChild(parent: number): number | undefined {
    const left = 2 * parent + 1
    const [one, other] = [heap[left], heap[left + 1]]
    if (!one) return undefined
    return other && isBefore(other, one) ? left + 1 : left
  }

  function sweep(): void {
    const live = heap.filter((timer) => timer.act)
    heap = []
    calledOff = 0
    for (const timer of live) push(timer)
  }

  function first(): Timer | undefined {
    while (heap[0] && !heap[0].act) {
      pop()
      calledOff--
    }
    return heap[0]
  }

  return {
    add(due, act) {
      const timer: Timer = { due, order: added++, act }
      push(timer)
      return () => {
        if (!timer.act) return
        timer.act = undefined
        calledOff++
        if (calledOff > 64 && calledOff * 2 > heap.length) sweep()
      }
    },
    nextDue: () => first()?.due,
    runDue(now) {
      for (let timer = first(); timer && timer.due <= now; timer = first()) {
        const act = timer.act as () => void
        timer.act = undefined
        pop()
        act()
      }
    },
  }
}
