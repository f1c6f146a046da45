import type { DelayRange } from './delay-range.ts'

/** By how much an answer may be late. */
export interface Allowance {
  /** However long the latency is. */
  readonly mostMs: number
  /** For the machine, beyond the longest latency once more. */
  readonly machineMs: number
  /** How late whoever asked was as well: the target runs on a machine that may be as busy. */
  readonly ownMs: number
}

/**
 * After how long an answer is too late. What is little beside the usual latency would be no promise of a
 * target that is quick, so that none may take much longer than twice what it promises.
 */
export const latestAnswerMs = (
  { longestMs }: DelayRange,
  { mostMs, machineMs, ownMs }: Allowance,
): number => longestMs + Math.min(mostMs, longestMs + machineMs) + 2 * ownMs
