import { type Figures, figuresOf } from '../support/statistics.ts'

/**
 * The times of one order in milliseconds since the first order of its burst, on a monotonic clock.
 */
export type OrderTimes = {
  readonly sentAtMs: number
  readonly confirmedAtMs: number
  /** When the first listener received PENDING. */
  readonly announcedAtMs: number
  /** When the first listener received EXECUTED. */
  readonly executedAtMs: number
  /** The wait in the target's `Server-Timing`, if it discloses it. */
  readonly disclosedWaitMs?: number
  /** From the first to the last listener's PENDING; absent with one listener. */
  readonly announcedWithinMs?: number
  /** The same for EXECUTED. */
  readonly executedWithinMs?: number
}

/** A measured time, and when it was measured: neighbouring times share circumstances. */
type Taken = { readonly atMs: number; readonly timeMs: number }

type Measure = {
  readonly title: string
  /** The times of one order; none if they cannot be measured. */
  readonly of: (order: OrderTimes) => readonly Taken[]
}

/** The measures of each order of a burst, in milliseconds. */
export const measures = {
  /** From the confirmation to the EXECUTED message. */
  executionDelay: {
    title: 'execution delay',
    of: ({ confirmedAtMs, executedAtMs }) => [
      { atMs: confirmedAtMs, timeMs: executedAtMs - confirmedAtMs },
    ],
  },
  /** From the request to the confirmation. */
  placementLatency: {
    title: 'placement latency',
    of: ({ sentAtMs, confirmedAtMs }) => [{ atMs: sentAtMs, timeMs: confirmedAtMs - sentAtMs }],
  },
  /** The placement latency minus the wait that the target discloses: network and processing. */
  placementOverhead: {
    title: 'placement overhead',
    of: ({ sentAtMs, confirmedAtMs, disclosedWaitMs }) =>
      disclosedWaitMs === undefined
        ? []
        : [{ atMs: confirmedAtMs, timeMs: confirmedAtMs - sentAtMs - disclosedWaitMs }],
  },
  /** From the confirmation to the PENDING message; negative if the message comes first. */
  announcementLag: {
    title: 'announcement lag',
    of: ({ confirmedAtMs, announcedAtMs }) => [
      { atMs: confirmedAtMs, timeMs: announcedAtMs - confirmedAtMs },
    ],
  },
  /** From the first to the last listener receiving a message; two messages per order. */
  fanOutLag: {
    title: 'fan-out lag',
    of: ({ announcedAtMs, announcedWithinMs, executedAtMs, executedWithinMs }) =>
      announcedWithinMs === undefined || executedWithinMs === undefined
        ? []
        : [
            { atMs: announcedAtMs, timeMs: announcedWithinMs },
            { atMs: executedAtMs, timeMs: executedWithinMs },
          ],
  },
} as const satisfies Record<string, Measure>

export type MeasureName = keyof typeof measures

export const measureNames = Object.keys(measures) as MeasureName[]

/** One measure of all orders, in the order of measurement; empty if it cannot be measured. */
export function timesOf(name: MeasureName, orders: readonly OrderTimes[]): number[] {
  const { of }: Measure = measures[name]
  return orders
    .flatMap(of)
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ timeMs }) => timeMs)
}

/** The figures of each measure that could be measured, and how many times they summarise. */
export type AllFigures = Partial<Record<MeasureName, { readonly count: number } & Figures>>

export function allFigures(orders: readonly OrderTimes[]): AllFigures {
  const taken = measureNames
    .map((name) => ({ name, timesMs: timesOf(name, orders) }))
    .filter(({ timesMs }) => timesMs.length > 1)
    .map(({ name, timesMs }) => [name, { count: timesMs.length, ...figuresOf(timesMs) }] as const)
  return Object.fromEntries(taken)
}
