import { type Figures, figuresOf } from '../support/statistics.ts'

/**
 * What happened to one order of a burst, in milliseconds since the first of its orders was sent, on
 * one monotonic clock.
 */
export type OrderTimes = {
  readonly sentAtMs: number
  readonly confirmedAtMs: number
  /** When the listener who joined first heard that it is PENDING. */
  readonly announcedAtMs: number
  /** When the same heard that it is EXECUTED. */
  readonly executedAtMs: number
  /** How long the target says that it waited; absent where it does not say. */
  readonly disclosedWaitMs?: number
  /** From the first to the last listener hearing that it is PENDING; absent with one listener. */
  readonly announcedWithinMs?: number
  /** Likewise that it is EXECUTED. */
  readonly executedWithinMs?: number
}

/** A time that was taken, and when: those near to each other were taken under the same circumstances. */
type Taken = { readonly atMs: number; readonly timeMs: number }

type Measure = {
  readonly title: string
  /** What is measured of one order: nothing where it cannot be. */
  readonly of: (order: OrderTimes) => readonly Taken[]
}

/** What is measured of every order of a burst, in milliseconds. */
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
  /** The part of that which the target did not disclose as waiting: the way there and back. */
  placementOverhead: {
    title: 'beyond the wait',
    of: ({ sentAtMs, confirmedAtMs, disclosedWaitMs }) =>
      disclosedWaitMs === undefined
        ? []
        : [{ atMs: confirmedAtMs, timeMs: confirmedAtMs - sentAtMs - disclosedWaitMs }],
  },
  /** From the confirmation to the PENDING message: negative where the message overtakes it. */
  announcementLag: {
    title: 'announcement lag',
    of: ({ confirmedAtMs, announcedAtMs }) => [
      { atMs: confirmedAtMs, timeMs: announcedAtMs - confirmedAtMs },
    ],
  },
  /** From the first to the last listener hearing the same message; two messages for each order. */
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

/**
 * One measure of all orders, in milliseconds, in the order in which the times were taken; empty where it
 * cannot be taken.
 */
export function timesOf(name: MeasureName, orders: readonly OrderTimes[]): number[] {
  const { of }: Measure = measures[name]
  return orders
    .flatMap(of)
    .toSorted((a, b) => a.atMs - b.atMs)
    .map(({ timeMs }) => timeMs)
}

/** The figures of each measure that could be taken, with how many times they are made of. */
export type AllFigures = Partial<Record<MeasureName, { readonly count: number } & Figures>>

export function allFigures(orders: readonly OrderTimes[]): AllFigures {
  const taken = measureNames
    .map((name) => ({ name, timesMs: timesOf(name, orders) }))
    .filter(({ timesMs }) => timesMs.length > 1)
    .map(({ name, timesMs }) => [name, { count: timesMs.length, ...figuresOf(timesMs) }] as const)
  return Object.fromEntries(taken)
}
