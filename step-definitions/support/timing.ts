import { setTimeout as pause } from 'node:timers/promises'
import { Lateness, maxLatenessMs } from '../performance/lateness.ts'
import { minIdlePercent, watchMachine } from '../performance/machine.ts'
import { NotJudged } from './no-verdict.ts'

/** What a scenario measured last. */
export interface Timing {
  /** Why the times say more about this machine than about the target; undefined if they do not. */
  readonly whyBusy: string | undefined
  /** Measures the same again; afterwards `timingOf` returns the new result. */
  repeat(): Promise<void>
}

/** How long to wait until this machine is calm, and how long it must have been. */
const calmWithinMs = 10_000
const calmForMs = 500

/**
 * Checks a time. If the check fails while this machine was busy, it waits until the machine is calm,
 * measures once more and checks again. Throws a NotJudged if the machine was busy again.
 */
export async function checkTiming(
  timingOf: () => Timing | undefined,
  check: () => void,
  becomesCalm = machineBecomesCalm,
): Promise<void> {
  try {
    return check()
  } catch (failure) {
    const timing = timingOf()
    if (timing?.whyBusy === undefined) throw failure
    if (!(await becomesCalm())) throw new NotJudged(timing.whyBusy)
    await timing.repeat()
  }
  try {
    check()
  } catch (failure) {
    const whyBusy = timingOf()?.whyBusy
    throw whyBusy === undefined ? failure : new NotJudged(whyBusy)
  }
}

/** Why times that were measured on such a machine prove nothing; undefined if they do. */
export function whyBusy(lateMs: number, idlePercent = 100): string | undefined {
  if (lateMs > maxLatenessMs) {
    return `this machine was busy: its timers were ${Math.round(lateMs)} ms late`
  }
  if (idlePercent >= minIdlePercent) return undefined
  return `this machine was busy: it was only ${Math.round(idlePercent)} % idle`
}

/** Waits until timers fire in time again; resolves with false if they do not. */
async function machineBecomesCalm(): Promise<boolean> {
  const lateness = new Lateness()
  const deadline = performance.now() + calmWithinMs
  while (performance.now() < deadline) {
    lateness.watch()
    const idlePercent = watchMachine()
    await pause(calmForMs)
    if (whyBusy(lateness.seen().maxMs, idlePercent()) === undefined) return true
  }
  return false
}
