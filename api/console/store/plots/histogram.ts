/** A histogram with bins of equal width. */
export interface Histogram {
  /** Where each bin starts. */
  readonly starts: readonly number[]
  readonly counts: readonly number[]
  readonly width: number
}

/** What a delay is configured to be: the shortest and the longest, or typical, values. */
export interface Range {
  readonly from: number
  readonly to: number
}

const bins = 24

/** Bins values, from the least to the greatest of the values and the range. Whole milliseconds. */
export function histogramOf(values: readonly number[], range: Range | undefined): Histogram {
  let [least, most] = range ? [range.from, range.to] : [Number.POSITIVE_INFINITY, 0]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  if (least > most) return { starts: [], counts: [], width: 1 }
  const width = Math.max(1, Math.ceil((most - least + 1) / bins))
  const starts = Array.from({ length: bins }, (_, bin) => least + bin * width)
  const counts = starts.map(() => 0)
  for (const value of values) {
    const bin = Math.floor((value - least) / width)
    counts[bin] = (counts[bin] ?? 0) + 1
  }
  return { starts, counts, width }
}

/** The value that half of the values do not exceed; undefined without values. */
export function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
}
