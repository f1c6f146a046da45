import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** The figures that runs are compared by. */
export const comparedFigures = ['meanMs', 'p50Ms', 'p95Ms'] as const
export type ComparedFigure = (typeof comparedFigures)[number]

const quantileShares = { p50Ms: 0.5, p95Ms: 0.95 } as const

/** The bounds of a difference in milliseconds; positive if the later run is slower. */
export type Interval = { readonly fromMs: number; readonly toMs: number }

export type Resampling = {
  /** The confidence level of the interval, such as 0.95. */
  readonly level: number
  readonly resamples: number
  /** The same seed gives the same intervals. */
  readonly seed: number
}

/** The times of each burst of a run, in the order in which they were measured. */
export type Bursts = readonly (readonly number[])[]

/**
 * Intervals for how much the figures of one run exceed those of another, by the percentile
 * bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13): each
 * resample draws from both runs with replacement; an interval spans the middle `level` of all
 * differences.
 *
 * Bursts differ more than the orders within one, because the target may be warm or the machine
 * busy. So each resample draws bursts first, one fewer than there are; otherwise it would
 * underestimate their variation (Rao and Wu, Resampling Inference With Complex Survey Data, 1988).
 * Neighbouring times are alike, because one pause of the server delays many orders. So it draws
 * blocks of consecutive times from a burst (the circular block bootstrap: Politis and Romano, in
 * Exploring the Limits of Bootstrap, 1992).
 */
export function differences(
  before: Bursts,
  after: Bursts,
  { level, resamples, seed }: Resampling,
): Record<ComparedFigure, Interval> {
  const random = xoroshiro128plus(seed)
  const below = (limit: number) => Math.floor(((random.next() >>> 0) / 2 ** 32) * limit)
  const [drawBefore, drawAfter] = [redraw(before, below), redraw(after, below)]
  const drawn: Record<ComparedFigure, Float64Array> = {
    meanMs: new Float64Array(resamples),
    p50Ms: new Float64Array(resamples),
    p95Ms: new Float64Array(resamples),
  }
  for (let resample = 0; resample < resamples; resample += 1) {
    const [old, fresh] = [drawBefore(), drawAfter()]
    for (const name of comparedFigures) drawn[name][resample] = fresh[name] - old[name]
  }
  return {
    meanMs: middleOf(drawn.meanMs, level),
    p50Ms: middleOf(drawn.p50Ms, level),
    p95Ms: middleOf(drawn.p95Ms, level),
  }
}

/** A random integer from 0 up to, not including, `limit`. */
type Below = (limit: number) => number

/** The length of a block for a burst of this size: the square root of the count, rounded up. */
const blockLength = (count: number) => Math.ceil(Math.sqrt(count))

/**
 * Returns a function that draws one resample of a run and returns its figures. To be fast, it sorts
 * the run once, and then only counts how often each time is drawn.
 */
function redraw(bursts: Bursts, below: Below): () => Record<ComparedFigure, number> {
  const { sorted, ranksOf } = ranked(bursts)
  const counts = new Uint32Array(sorted.length)
  const drawnBursts = Math.max(ranksOf.length - 1, 1)
  return () => {
    counts.fill(0)
    const drawn = { times: 0, sumMs: 0 }
    for (let nth = 0; nth < drawnBursts; nth += 1) {
      const ranks = ranksOf[below(ranksOf.length)] ?? new Uint32Array()
      drawn.times += ranks.length
      drawn.sumMs += countDrawn(ranks, sorted, counts, below)
    }
    const walk = { index: 0, passed: counts[0] ?? 0 }
    const at = (share: number) => quantileOfDrawn(sorted, counts, (drawn.times - 1) * share, walk)
    return {
      meanMs: drawn.sumMs / drawn.times,
      p50Ms: at(quantileShares.p50Ms),
      p95Ms: at(quantileShares.p95Ms),
    }
  }
}

/**
 * Draws as many values from a burst as it has, in blocks; counts them by rank and returns their sum.
 */
function countDrawn(
  ranks: Uint32Array,
  sorted: Float64Array,
  counts: Uint32Array,
  below: Below,
): number {
  const { length } = ranks
  const block = blockLength(length)
  let sumMs = 0
  for (let remaining = length; remaining > 0; remaining -= block) {
    let index = below(length)
    for (let draw = Math.min(block, remaining); draw > 0; draw -= 1) {
      const rank = ranks[index] ?? 0
      counts[rank] = (counts[rank] ?? 0) + 1
      sumMs += sorted[rank] ?? 0
      index = index + 1 === length ? 0 : index + 1
    }
  }
  return sumMs
}

/** All times sorted, and for each burst the ranks of its times. */
function ranked(bursts: Bursts): { sorted: Float64Array; ranksOf: Uint32Array[] } {
  const times = bursts.flat()
  const order = times.map((_, index) => index)
  order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0))
  const ranks = new Uint32Array(times.length)
  for (const [rank, index] of order.entries()) ranks[index] = rank
  let from = 0
  const ranksOf = bursts.map(({ length }) => {
    from += length
    return ranks.subarray(from - length, from)
  })
  return { sorted: Float64Array.from(times).sort(), ranksOf }
}

/** A position in the sorted times, and how many drawn times are at or before it. */
type Walk = { index: number; passed: number }

/**
 * The drawn time at a fractional rank, interpolated. It advances `walk`, so ranks must be passed in
 * ascending order.
 */
function quantileOfDrawn(
  sorted: Float64Array,
  counts: Uint32Array,
  place: number,
  walk: Walk,
): number {
  const lower = Math.floor(place)
  walkBeyond(lower, counts, walk)
  const low = sorted[walk.index] ?? Number.NaN
  if (place === lower) return low
  const beyond = { ...walk }
  walkBeyond(lower + 1, counts, beyond)
  return low + (place - lower) * ((sorted[beyond.index] ?? Number.NaN) - low)
}

function walkBeyond(place: number, counts: Uint32Array, walk: Walk): void {
  let { index, passed } = walk
  while (passed <= place) {
    index += 1
    passed += counts[index] ?? 0
  }
  walk.index = index
  walk.passed = passed
}

/** The interval of the middle `level` of the values. */
function middleOf(values: Float64Array, level: number): Interval {
  values.sort()
  const tail = Math.floor(((1 - level) / 2) * values.length)
  const [fromMs = Number.NaN, toMs = Number.NaN] = [values.at(tail), values.at(-1 - tail)]
  return { fromMs, toMs }
}
