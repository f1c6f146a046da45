import { type Figures, figureNames } from '../support/statistics.ts'
import type { Burst } from './burst.ts'
import { type AllFigures, type MeasureName, measureNames } from './measures.ts'

const comparisons = {
  '<=': (one: number, other: number) => one <= other,
  '>=': (one: number, other: number) => one >= other,
  '<': (one: number, other: number) => one < other,
  '>': (one: number, other: number) => one > other,
} as const

/** A limit for a figure, such as `executionDelay.p99Ms<3200`. */
export type Threshold = {
  readonly measure: MeasureName
  readonly figure: keyof Figures
  readonly comparison: keyof typeof comparisons
  readonly limitMs: number
}

/** `observedMs` is absent if the target does not allow the measurement. */
export type ThresholdVerdict = {
  readonly threshold: string
  readonly observedMs?: number
  readonly isKept: boolean
}

/** Parses thresholds separated by commas, semicolons or line ends; throws if one is invalid. */
export function parseThresholds(text: string | undefined, burst: Burst): Threshold[] {
  return (text ?? '')
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => parseThreshold(part, burst))
}

function parseThreshold(text: string, { listeners }: Burst): Threshold {
  const [, measure, figure, comparison, limit] =
    /^(\w+)\.(\w+)\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)$/.exec(text) ?? []
  if (limit === undefined) {
    throw new Error(
      `a threshold must be a figure, one of < <= > >= and a number of milliseconds, as in ` +
        `executionDelay.p99Ms<3200, but is "${text}"\n${knownFigures}`,
    )
  }
  if (!isOneOf(measureNames, measure) || !isOneOf(figureNames, figure)) {
    throw new Error(`a threshold names ${measure}.${figure}, which does not exist\n${knownFigures}`)
  }
  if (measure === 'fanOutLag' && listeners < 2) {
    throw new Error(`"${text}" needs at least two listeners: set LISTENERS`)
  }
  return {
    measure,
    figure,
    comparison: comparison as keyof typeof comparisons,
    limitMs: Number(limit),
  }
}

const isOneOf = <T extends string>(names: readonly T[], name: string | undefined): name is T =>
  (names as readonly (string | undefined)[]).includes(name)

const knownFigures = `the figures are: ${measureNames.join(', ')}; each with .${figureNames.join(' .')}`

/** A threshold is broken if its figure could not be measured. */
export function verdictOn(
  { measure, figure, comparison, limitMs }: Threshold,
  figures: AllFigures,
): ThresholdVerdict {
  const threshold = `${measure}.${figure} ${comparison} ${limitMs}`
  const observedMs = figures[measure]?.[figure]
  if (observedMs === undefined) return { threshold, isKept: false }
  return { threshold, observedMs, isKept: comparisons[comparison](observedMs, limitMs) }
}
