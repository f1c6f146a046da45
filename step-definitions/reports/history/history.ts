import type { RuleResult } from '../document/model.ts'
import { partsOf } from '../document/scenarios.ts'

/** The content of `history.json`; `history.schema.json` is its schema. */
export interface History {
  readonly schemaVersion: 1
  /** The series with the latest run first. */
  readonly series: readonly Series[]
}

/** The runs that are compared: those against one target, with one profile. */
export interface SeriesKey {
  readonly target: string
  readonly profile: string
}

export interface Series extends SeriesKey {
  /** The latest run last. */
  readonly runs: readonly PastRun[]
  /** By the anchor of the promise in the report; the latest result last. */
  readonly promises: Readonly<Record<string, readonly PastResult[]>>
}

/** One run, and how many of the promises that it judged were kept. */
export interface PastRun extends Build {
  readonly endedAt: string
  readonly tookMs: number
  readonly kept: number
  readonly broken: number
}

/** What the environment says about a build of a CI system. */
export interface Build {
  readonly commit?: string
  /** The page of the CI run. */
  readonly ciUrl?: string
}

export interface PastResult {
  /** When the run ended. */
  readonly at: string
  readonly isKept: boolean
  /** What its scenarios took, one after the other. */
  readonly tookMs: number
}

/** A run as it ended. */
export interface FinishedRun extends Build {
  readonly endedAt: Date
  readonly tookMs: number
  readonly promises: readonly RuleResult[]
}

const [maxSeries, maxRuns, maxResults] = [8, 30, 10]
const maxBytes = 2 ** 20

export const emptyHistory: History = { schemaVersion: 1, series: [] }

/** The runs to compare with. */
export const seriesIn = ({ series }: History, key: SeriesKey): Series =>
  series.find((one) => isOf(one, key)) ?? { ...key, runs: [], promises: {} }

/**
 * The history with one more run. A promise that the run did not judge keeps its results; a run that
 * judged none is not added. The history keeps the latest runs, results and series, at most 1 MiB.
 */
export function withRun(history: History, key: SeriesKey, run: FinishedRun): History {
  const before = seriesIn(history, key)
  const at = run.endedAt.toISOString()
  const results = run.promises.flatMap((promise) => resultOf(promise, at))
  if (results.length === 0) return history
  const runs = [...before.runs, pastRunOf(run)].slice(-maxRuns)
  const promises = new Map(Object.entries(before.promises))
  for (const [anchor, result] of results) {
    promises.set(anchor, [...(promises.get(anchor) ?? []), result].slice(-maxResults))
  }
  const remembered = [...promises].filter(([, all]) => lastAt(all) >= (runs[0]?.endedAt ?? ''))
  const series = { ...key, runs, promises: Object.fromEntries(remembered) }
  const others = history.series.filter((one) => !isOf(one, key))
  return bounded([series, ...others].slice(0, maxSeries))
}

/** A run as the history keeps it. */
export function pastRunOf({ endedAt, tookMs, commit, ciUrl, promises }: FinishedRun): PastRun {
  const count = (status: RuleResult['status']) =>
    promises.filter((promise) => promise.status === status).length
  return {
    endedAt: endedAt.toISOString(),
    tookMs: Math.round(tookMs),
    kept: count('passed'),
    broken: count('failed'),
    ...(commit !== undefined && { commit }),
    ...(ciUrl !== undefined && { ciUrl }),
  }
}

const isOf = (series: SeriesKey, { target, profile }: SeriesKey) =>
  series.target === target && series.profile === profile

/** Empty if the run did not judge the promise. */
function resultOf(promise: RuleResult, at: string): (readonly [string, PastResult])[] {
  const { status, anchor, scenarios } = promise
  if (status !== 'passed' && status !== 'failed') return []
  const attempts = scenarios.flatMap(partsOf).flatMap((part) => part.attempts)
  const tookMs = Math.round(attempts.reduce((sum, attempt) => sum + attempt.tookMs, 0))
  return [[anchor, { at, isKept: status === 'passed', tookMs }]]
}

const lastAt = (results: readonly PastResult[]) => results.at(-1)?.at ?? ''

/** Drops the oldest series; a single one is far below the limit. */
function bounded(series: readonly Series[]): History {
  const history: History = { schemaVersion: 1, series }
  const isSmall = Buffer.byteLength(JSON.stringify(history)) <= maxBytes
  return isSmall || series.length < 2 ? history : bounded(series.slice(0, -1))
}
