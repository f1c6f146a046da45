/** Positions from `from` to `to`, both included. */
export interface PositionRange {
  readonly from: number
  readonly to: number
}

export type MissingPositions = ReturnType<typeof createMissingPositions>

/** Keeps which positions of the log have not been received, although later ones have. */
export function createMissingPositions() {
  let ranges: PositionRange[] = []
  return {
    /** The ranges, oldest first. They do not overlap. */
    get ranges(): readonly PositionRange[] {
      return ranges
    },
    get count(): number {
      return ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0)
    },
    /** Adds positions after all that were added before. An empty range adds nothing. */
    add(range: PositionRange): void {
      if (range.from <= range.to) ranges.push(range)
    },
    /** Removes positions that have been received after all. Returns whether one of them was missing. */
    remove({ from, to }: PositionRange): boolean {
      const without = ranges.flatMap((range) => {
        if (range.to < from || range.from > to) return [range]
        const parts = [
          { from: range.from, to: from - 1 },
          { from: to + 1, to: range.to },
        ]
        return parts.filter((part) => part.from <= part.to)
      })
      const isFound =
        without.length !== ranges.length || without.some((one, nth) => one !== ranges[nth])
      ranges = without
      return isFound
    },
  }
}
