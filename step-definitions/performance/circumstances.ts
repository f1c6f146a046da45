import type { LatenessSeen } from './lateness.ts'

/** Under which circumstances was measured: how late the client was itself, and how busy its machine. */
export type Circumstances = {
  readonly lateness: { readonly sending: LatenessSeen; readonly listening: LatenessSeen }
  /** How much of its time, in percent, the machine had left. */
  readonly machineIdlePercent: number
}

/** A client that is later than this, one time in a hundred, measures itself. */
const trustedMs = 50

/** A machine that has less of its time left keeps somebody waiting, and nobody can tell whom. */
const trustedIdlePercent = 20

/** Why what was measured is not to be trusted; undefined where it is. */
export function distrust({ lateness, machineIdlePercent }: Circumstances): string | undefined {
  const late = Object.entries(lateness)
    .filter(([, { p99Ms }]) => p99Ms > trustedMs)
    .map(([doing, { p99Ms }]) => `${Math.round(p99Ms)} ms ${doing}`)
  const reasons = [
    late.length > 0 &&
      `the client was late itself, one time in a hundred by more than ${late.join(' and ')}`,
    machineIdlePercent < trustedIdlePercent &&
      `its machine had ${Math.round(machineIdlePercent)} % of its time left`,
  ].filter((reason) => reason !== false)
  if (reasons.length === 0) return undefined
  return (
    `The measurement is not to be trusted: ${reasons.join(', and ')}. Ask for less, or measure from ` +
    'a machine that is less busy.'
  )
}
