import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** The figures of which a difference can be told from chance. */
export const comparedFigures = ['meanMs', 'p50Ms', 'p95Ms'] as const
export type ComparedFigure = (typeof comparedFigures)[number]

const quantileShares = { p50Ms: 0.5, p95Ms: 0.95 } as const

/** Where a difference may lie, in milliseconds: positive when it became longer. */
export type Interval = { readonly fromMs: number; readonly toMs: number }

export type Resampling = {
  /** How sure the interval is, such as 0.95. */
  readonly level: number
  readonly resamples: number
  /** The same seed gives the same intervals. */
  readonly seed: number
}

/**
 * By how much the figures of one set of times exceed those of another, as the percentile bootstrap
 * has it (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13): both sets are
 * drawn anew from themselves, with replacement, as often as `resamples` says, and the interval is
 * where the middle `level` of all differences lies.
 *
 * Times that were taken one soon after the other are alike: one pause of the server delays many orders.
 * So what is drawn is not one time but many in a row, which the sets have to be given in (the circular
 * block bootstrap: Politis and Romano, in Exploring the Limits of Bootstrap, 1992).
 */
export function differences(
  before: readonly number[],
  after: readonly number[],
  { level, resamples, seed }: Resampling,
): Record<ComparedFigure, Interval> {
  const random = xoroshiro128plus(seed)
  const next = () => (random.next() >>> 0) / 2 ** 32
  const [drawBefore, drawAfter] = [redraw(before, next), redraw(after, next)]
  const drawn: Record<ComparedFigure, Float64Array> = {
    meanMs: new Float64Array(resamples),
    p50Ms: new Float64Array(resamples),
    p95Ms: new Float64Array(resamples),
  }
  for (let turn = 0; turn < resamples; turn += 1) {
    const [old, fresh] = [drawBefore(), drawAfter()]
    for (const name of comparedFigures) drawn[name][turn] = fresh[name] - old[name]
  }
  return {
    meanMs: middleOf(drawn.meanMs, level),
    p50Ms: middleOf(drawn.p50Ms, level),
    p95Ms: middleOf(drawn.p95Ms, level),
  }
}

/**
 * How many times in a row are drawn at once: longer than a pause, and yet so few that there are as many
 * blocks as there are times in each.
 */
const blockLength = (count: number) => Math.ceil(Math.sqrt(count))

/**
 * Draws a set anew and answers with the figures of what was drawn. Nothing is sorted but the set
 * itself, once: how often each of its times was drawn is counted.
 */
function redraw(
  times: readonly number[],
  next: () => number,
): () => Record<ComparedFigure, number> {
  const { length } = times
  const block = blockLength(length)
  const { sorted, ranks } = ranked(times)
  const counts = new Uint32Array(length)
  return () => {
    counts.fill(0)
    let sum = 0
    let index = 0
    for (let draw = 0; draw < length; draw += 1) {
      if (draw % block === 0) index = Math.floor(next() * length)
      const rank = ranks[index] ?? 0
      counts[rank] = (counts[rank] ?? 0) + 1
      sum += sorted[rank] ?? 0
      index = (index + 1) % length
    }
    return {
      meanMs: sum / length,
      p50Ms: quantileOfDrawn(sorted, counts, quantileShares.p50Ms),
      p95Ms: quantileOfDrawn(sorted, counts, quantileShares.p95Ms),
    }
  }
}

/** The times by their length, and which of these each of them is. */
function ranked(times: readonly number[]): { sorted: Float64Array; ranks: Uint32Array } {
  const order = times.map((_, index) => index)
  order.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0))
  const ranks = new Uint32Array(times.length)
  for (const [rank, index] of order.entries()) ranks[index] = rank
  return { sorted: Float64Array.from(times).sort(), ranks }
}

/** The quantile of the times that were drawn, between two of them where it falls between. */
function quantileOfDrawn(sorted: Float64Array, counts: Uint32Array, share: number): number {
  const place = (sorted.length - 1) * share
  const lower = Math.floor(place)
  let index = 0
  let passed = counts[0] ?? 0
  while (passed <= lower) {
    index += 1
    passed += counts[index] ?? 0
  }
  const low = sorted[index] ?? Number.NaN
  if (place === lower) return low
  while (passed <= lower + 1) {
    index += 1
    passed += counts[index] ?? 0
  }
  return low + (place - lower) * ((sorted[index] ?? Number.NaN) - low)
}

/** Where the middle of them lies, with as many left out on one side as on the other. */
function middleOf(values: Float64Array, level: number): Interval {
  values.sort()
  const left = Math.floor(((1 - level) / 2) * values.length)
  const [fromMs = Number.NaN, toMs = Number.NaN] = [values.at(left), values.at(-1 - left)]
  return { fromMs, toMs }
}
