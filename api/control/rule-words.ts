/** What rules did, and why they did not apply, in plain words. */
import type { Criteria, Outcome, Reason, Verdict } from '../../engine/index.ts'
import type { CommitPhase, InjectedFault } from '../faults/fault-rules.ts'
import type { Winner } from '../faults/races.ts'
import type { StreamFault } from '../faults/stream-faults.ts'
import { instantView } from '../views/instant-view.ts'

/** What a rule did: its action, and a clause about it. */
export interface Deed {
  readonly does: string
  readonly text: string
}

/** What the rule of a verdict does. */
export function deedOf({ kind, action, match }: Verdict): Deed {
  // The set of rules, which the kind names, says what the action is.
  switch (kind) {
    case 'fault':
      return faultDeed(action as InjectedFault, (match as { at: CommitPhase }).at)
    case 'stream-fault':
      return streamDeed(action as StreamFault)
    case 'race':
      return raceDeed(action as Winner)
    case 'outcome':
      return outcomeDeed(action as Outcome)
    default:
      return { does: 'hold', text: 'it held the request before its commit' }
  }
}

function outcomeDeed(outcome: Outcome): Deed {
  const { does } = outcome
  if (does === 'hold') return { does, text: 'it keeps the order PENDING' }
  const { afterMs } = outcome
  const when = afterMs === undefined ? 'after its delay' : `after ${afterMs} ms`
  return { does, text: `it ${does}s the order ${when}` }
}

function faultDeed(fault: InjectedFault, at: CommitPhase): Deed {
  const text = {
    answer: () => ('status' in fault ? `it replied with ${fault.status}` : ''),
    close: () => 'it closed the connection without a reply',
    reset: () => 'it reset the connection',
    truncate: () => 'it cut the reply off halfway',
    delay: () =>
      'ms' in fault
        ? `it delayed the ${at === 'before-commit' ? 'request' : 'reply'} by ${fault.ms} ms`
        : '',
  }[fault.does]()
  return { does: fault.does, text: `${text}, ${at.replace('-', ' the ')}` }
}

function streamDeed(fault: StreamFault): Deed {
  const { does } = fault
  switch (does) {
    case 'drop':
      return { does, text: 'it dropped the message' }
    case 'duplicate':
      return { does, text: 'it sent the message twice' }
    case 'swap':
      return { does, text: 'it sent the message after the next one' }
    case 'delay':
      return { does, text: `it delayed the message by ${fault.ms} ms` }
    case 'stall':
      return { does, text: `it held this and later messages for ${fault.ms} ms` }
    case 'cut':
      return { does, text: 'it broke the connection instead of sending the message' }
    case 'close':
      return {
        does,
        text: `it closed the connection with ${fault.code} instead of sending the message`,
      }
  }
}

const raceDeed = (winner: Winner): Deed => ({
  does: 'race',
  text:
    winner === 'seeded'
      ? 'the order was cancelled and executed at the same instant, and the seed chose the winner'
      : `the order was cancelled and executed at the same instant, and the ${winner} was to win`,
})

/** A reason as a clause. */
export function reasonText({ criterion, wanted, actual }: Reason): string {
  switch (criterion) {
    case 'endpoint':
      return `it wants ${wanted}, the request is ${actual}`
    case 'times':
      return `it was used up, as it had applied ${actual} of ${wanted} times`
    case 'expiresAt':
      return `it had ended at ${instantView(Number(wanted))}`
    case 'nth':
      return `it wants match number ${wanted}, and this would be number ${actual}`
    case 'probability':
      return `it applies with probability ${wanted}, and was not drawn`
    case 'earlierRule':
      return `${actual} applied first`
    case 'commit':
      return `${actual} ended the request before its commit`
    case 'outcome':
      return 'the request states its outcome itself'
    case 'quantity':
      return `it wants a quantity of ${rangeText(wanted as QuantityRange)}, the order has ${actual}`
    default:
      return `it wants ${criterion} ${wanted}, the order has ${actual ?? 'none'}`
  }
}

type QuantityRange = NonNullable<Criteria['quantity']>

/** A range of quantities in words, such as `at least 5`. */
export const rangeText = ({ min, max }: QuantityRange): string =>
  [
    ...(min === undefined ? [] : [`at least ${min}`]),
    ...(max === undefined ? [] : [`at most ${max}`]),
  ].join(' and ')
