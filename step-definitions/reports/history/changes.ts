import type { RuleResult } from '../document/model.ts'
import type { PastResult, Series } from './history.ts'

/** How a promise differs from its last result in the history. */
export type Change = 'newly broken' | 'still broken' | 'kept again' | 'judged for the first time'

export interface ChangedPromise {
  readonly promise: RuleResult
  readonly change: Change
  /** The earlier results, the latest last. */
  readonly past: readonly PastResult[]
}

/** The changes in the order in which reports list them. */
const changes = [
  'newly broken',
  'still broken',
  'kept again',
  'judged for the first time',
] as const satisfies Change[]

/** The promises of a run that differ from their last results, and those that are still broken. */
export const changesSince = (
  { promises }: Series,
  now: readonly RuleResult[],
): readonly ChangedPromise[] => {
  const changed = now.flatMap((promise) => {
    const past = promises[promise.anchor] ?? []
    const change = changeOf(promise, past.at(-1))
    return change ? [{ promise, change, past }] : []
  })
  return changes.flatMap((change) => changed.filter((one) => one.change === change))
}

function changeOf({ status }: RuleResult, last: PastResult | undefined): Change | undefined {
  if (status !== 'passed' && status !== 'failed') return undefined
  if (!last) return 'judged for the first time'
  if (status === 'failed') return last.isKept ? 'newly broken' : 'still broken'
  return last.isKept ? undefined : 'kept again'
}
