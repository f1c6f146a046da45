import type { DelayRange } from '../../support/delay-range.ts'

/** A range, in words. */
export const rangeInWords = ({ shortestMs, longestMs }: DelayRange) =>
  shortestMs === longestMs
    ? `${counted(shortestMs)} ms`
    : `${counted(shortestMs)} to ${counted(longestMs)} ms`

/** A number, with its thousands marked. */
export const counted = (count: number) => count.toLocaleString('en')
