import type { DelayRange } from '../../support/delay-range.ts'

export const rangeInWords = ({ shortestMs, longestMs }: DelayRange) =>
  shortestMs === longestMs
    ? `${counted(shortestMs)} ms`
    : `${counted(shortestMs)} to ${counted(longestMs)} ms`

export const counted = (count: number) => count.toLocaleString('en')
