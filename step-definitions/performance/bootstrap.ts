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

/** What was measured in each burst of a run, in the order in which it was. */
export type Bursts = readonly (readonly number[])[]

/**
 * By how much the figures of one run exceed those of another, as the percentile bootstrap has it (Efron
 * and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13): both are drawn anew from
 * themselves, with replacement, as often as `resamples` says, and the interval is where the middle
 * `level` of all differences lies.
 *
 * One burst differs from the next by more than its orders do from each other: the target is warm or not,
 * and the machine busy with something else or not. So bursts are drawn first, one fewer than there are,
 * or they would seem to differ too little (Rao and Wu, Resampling Inference With Complex Survey Data,
 * 1988). And times that were taken one soon after the other are alike: one pause of the server delays
 * many orders. So what is drawn of a burst is not one time but many in a row (the circular block
 * bootstrap: Politis and Romano, in Exploring the Limits of Bootstrap, 1992).
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

/** A whole number from 0 up to a limit that it does not reach. */
type Below = (limit: number) => number

/**
 * How many times in a row are drawn at once: longer than a pause, and yet so few that there are as many
 * blocks as there are times in each.
 */
const blockLength = (count: number) => Math.ceil(Math.sqrt(count))

/**
 * Draws a run anew and answers with the figures of what was drawn. Nothing is sorted but the run itself,
 * once: how often each of its times was drawn is counted.
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

/** Draws as many times of a burst as it has, in blocks, counts them by their ranks, and adds them up. */
function countDrawn(
  ranks: Uint32Array,
  sorted: Float64Array,
  counts: Uint32Array,
  below: Below,
): number {
  const { length } = ranks
  const block = blockLength(length)
  let sumMs = 0
  for (let left = length; left > 0; left -= block) {
    let index = below(length)
    for (let draw = Math.min(block, left); draw > 0; draw -= 1) {
      const rank = ranks[index] ?? 0
      counts[rank] = (counts[rank] ?? 0) + 1
      sumMs += sorted[rank] ?? 0
      index = index + 1 === length ? 0 : index + 1
    }
  }
  return sumMs
}

/** All times by their length, and, burst by burst, which of these each of them is. */
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

/** How far the times were walked through that were drawn, from the shortest on. */
type Walk = { index: number; passed: number }

/**
 * The time at a place among those that were drawn, between two of them where it falls between. Walks on
 * from where it was: no place may lie before an earlier one.
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

/** Where the middle of them lies, with as many left out on one side as on the other. */
function middleOf(values: Float64Array, level: number): Interval {
  values.sort()
  const left = Math.floor(((1 - level) / 2) * values.length)
  const [fromMs = Number.NaN, toMs = Number.NaN] = [values.at(left), values.at(-1 - left)]
  return { fromMs, toMs }
}
