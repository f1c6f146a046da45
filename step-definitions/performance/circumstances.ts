import { type LatenessFigures, maxLatenessMs } from './lateness.ts'
import { minIdlePercent } from './machine.ts'

/** How late the client itself was during a measurement, and how busy its machine. */
export type Circumstances = {
  readonly lateness: { readonly sending: LatenessFigures; readonly listening: LatenessFigures }
  /** The idle time of the machine, in percent. */
  readonly machineIdlePercent: number
}

/** Why the times say more about this machine than about the target; undefined if they do not. */
export function whyBusyIn({ lateness, machineIdlePercent }: Circumstances): string | undefined {
  const late = Object.entries(lateness)
    .filter(([, { p99Ms }]) => p99Ms > maxLatenessMs)
    .map(([doing, { p99Ms }]) => `${Math.round(p99Ms)} ms ${doing}`)
  const reasons = [
    late.length > 0 && `the client itself was late (p99: ${late.join(', ')})`,
    machineIdlePercent < minIdlePercent &&
      `its machine was only ${Math.round(machineIdlePercent)} % idle`,
  ].filter((reason) => reason !== false)
  return reasons.length === 0 ? undefined : reasons.join(', and ')
}

/** Why the measurement cannot be trusted, as a line of a report; undefined if it can. */
export function whyUntrusted(circumstances: Circumstances): string | undefined {
  const reason = whyBusyIn(circumstances)
  return (
    reason &&
    `The measurement cannot be trusted: ${reason}. Reduce the load, or measure from a machine that ` +
      'is less busy.'
  )
}
