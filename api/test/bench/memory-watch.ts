const lookEveryMs = 5

/** Watches how much memory this process takes of the system (its resident set). */
export interface MemoryWatch {
  /** Begins anew. */
  begin(): void
  /** By how many bytes it has been larger than at the beginning, at most. */
  growth(): number
}

/** Creates a watch that has not begun. */
export function createMemoryWatch(): MemoryWatch {
  const { rss } = process.memoryUsage
  let before = 0
  let peak = 0
  let looking: NodeJS.Timeout | undefined

  function look(): void {
    peak = Math.max(peak, rss())
  }

  return {
    begin() {
      clearInterval(looking)
      before = rss()
      peak = before
      looking = setInterval(look, lookEveryMs)
    },
    growth() {
      look()
      return peak - before
    },
  }
}
