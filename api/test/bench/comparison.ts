import { median, quantile, quantileSorted } from 'simple-statistics'

/** How something that is done over and over performed in one round. */
export interface Figures {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** CPU time of the server's process for each time it was done. */
  readonly cpuMicros: number
}

/** What is measured, and what it is measured against. */
export interface Sides<T> {
  readonly subject: T
  readonly baseline: T
}

/** Medians over rounds in which both sides took turns. */
export interface Comparison extends Sides<Figures> {
  readonly name: string
  readonly throughputRatio: Ratio
  readonly cpuRatio: Ratio
  /** The least CPU ratio that is good enough. */
  readonly target: number | undefined
}

/** The ratios of neighbouring rounds: 1 is as good as the baseline, less is worse. */
export interface Ratio {
  readonly median: number
  /** Half of the rounds were between these two. */
  readonly quartiles: readonly [number, number]
}

/** How long a side's turn is, and how many times at most it then does what it does. */
export interface Turn {
  readonly forMs: number
  readonly atMost: number
}

/** How long to measure. */
export interface Effort {
  /** What each side does first. V8 takes tens of thousands of requests to compile all that they need. */
  readonly warmUp: Turn
  /** What it does in each round. */
  readonly turn: Turn
  /** How many rounds there are. */
  readonly rounds: number
}

/**
 * Measures both sides in short turns, the one first that was last before: a machine's speed changes
 * from second to second, and both must feel it alike.
 */
export async function compare(
  name: string,
  target: number | undefined,
  { warmUp, turn, rounds }: Effort,
  { subject, baseline }: Sides<(turn: Turn) => Promise<Figures>>,
): Promise<Comparison> {
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

const ratio = (ratios: readonly number[]): Ratio => ({
  median: median([...ratios]),
  quartiles: [quantile([...ratios], 0.25), quantile([...ratios], 0.75)],
})

const medians = (rounds: readonly Figures[]): Figures => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
  cpuMicros: median(rounds.map(({ cpuMicros }) => cpuMicros)),
})

/** The 50th and 99th percentiles of some times. */
export function percentiles(timesMs: readonly number[]): Pick<Figures, 'p50Ms' | 'p99Ms'> {
  const ascending = timesMs.toSorted((a, b) => a - b)
  return { p50Ms: quantileSorted(ascending, 0.5), p99Ms: quantileSorted(ascending, 0.99) }
}
