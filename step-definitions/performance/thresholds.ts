import { type Figures, figureNames } from '../support/statistics.ts'
import type { Burst } from './burst.ts'
import { type AllFigures, type MeasureName, measureNames } from './measures.ts'

const comparisons = {
  '<=': (one: number, other: number) => one <= other,
  '>=': (one: number, other: number) => one >= other,
  '<': (one: number, other: number) => one < other,
  '>': (one: number, other: number) => one > other,
} as const

/** What a figure has to keep to: `executionDelay.p99Ms<3200`. */
export type Threshold = {
  readonly measure: MeasureName
  readonly figure: keyof Figures
  readonly comparison: keyof typeof comparisons
  readonly limitMs: number
}

/** How it was kept; there is nothing observed where the target does not let it be measured. */
export type ThresholdVerdict = {
  readonly threshold: string
  readonly observedMs?: number
  readonly isKept: boolean
}

/** Reads thresholds, with commas, semicolons or line ends between them; throws what a person has to mend. */
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
    throw new Error(
      `a threshold is set for ${measure}.${figure}, but there is none\n${knownFigures}`,
    )
  }
  if (measure === 'fanOutLag' && listeners < 2) {
    throw new Error(`"${text}" can be measured with at least two listeners: set LISTENERS`)
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

/** Holds the figures against a threshold: one that could not be measured does not keep to it. */
export function verdictOn(
  { measure, figure, comparison, limitMs }: Threshold,
  figures: AllFigures,
): ThresholdVerdict {
  const threshold = `${measure}.${figure} ${comparison} ${limitMs}`
  const observedMs = figures[measure]?.[figure]
  if (observedMs === undefined) return { threshold, isKept: false }
  return { threshold, observedMs, isKept: comparisons[comparison](observedMs, limitMs) }
}
