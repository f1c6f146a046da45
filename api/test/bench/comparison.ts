import { median, quantile, quantileSorted } from 'simple-statistics'

/** The performance of an operation in one round. */
export interface Figures {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** CPU time of the server process per operation. */
  readonly cpuMicros: number
}

/** The measured server and what it is compared with. */
export interface Sides<T> {
  readonly subject: T
  readonly baseline: T
}

/** Medians over rounds in which the sides alternate. */
export interface Comparison extends Sides<Figures> {
  readonly name: string
  readonly throughputRatio: Ratio
  readonly cpuRatio: Ratio
  /** The lowest accepted CPU ratio. */
  readonly target: number | undefined
}

/** Ratios of neighbouring rounds: 1 equals the baseline, less is worse. */
export interface Ratio {
  readonly median: number
  readonly quartiles: readonly [number, number]
}

/** How long an operation is repeated. The limit that is reached first applies. */
export interface Limit {
  readonly forMs: number
  readonly atMost: number
}

/** How thoroughly to measure. */
export interface Effort {
  /** Not measured. V8 needs tens of thousands of requests to compile everything. */
  readonly warmUp: Limit
  /** One side's part of a round. */
  readonly turn: Limit
  readonly rounds: number
  /** How many orders a long history has. */
  readonly longHistory: number
  /** Called with the name of each measurement before it starts. */
  onStep(name: string): void
}

/**
 * Measures two sides in short turns, in an order that alternates. A machine's speed changes within
 * seconds, so both sides must meet the same changes.
 */
export async function compare(
  name: string,
  target: number | undefined,
  { warmUp, turn, rounds, onStep }: Effort,
  { subject, baseline }: Sides<(limit: Limit) => Promise<Figures>>,
): Promise<Comparison> {
  onStep(name)
  await subject(warmUp)
  await baseline(warmUp)
  const pairs: Sides<Figures>[] = []
  for (let round = 0; round < rounds; round++) {
    const early = round % 2 ? await baseline(turn) : undefined
    pairs.push({ subject: await subject(turn), baseline: early ?? (await baseline(turn)) })
  }
  return {
    name,
    target,
    subject: medians(pairs.map(({ subject }) => subject)),
    baseline: medians(pairs.map(({ baseline }) => baseline)),
    throughputRatio: ratio(pairs.map((pair) => pair.subject.perSecond / pair.baseline.perSecond)),
    cpuRatio: ratio(pairs.map((pair) => pair.baseline.cpuMicros / pair.subject.cpuMicros)),
  }
}

const ratio = (ratios: number[]): Ratio => ({
  median: median(ratios),
  quartiles: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
})

const medians = (rounds: readonly Figures[]): Figures => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
  cpuMicros: median(rounds.map(({ cpuMicros }) => cpuMicros)),
})

/** The 50th and 99th percentiles of durations. */
export function percentiles(durationsMs: readonly number[]): Pick<Figures, 'p50Ms' | 'p99Ms'> {
  const ascending = durationsMs.toSorted((a, b) => a - b)
  return { p50Ms: quantileSorted(ascending, 0.5), p99Ms: quantileSorted(ascending, 0.99) }
}
