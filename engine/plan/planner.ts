import type { Chance } from '../chance/chance.ts'
import type { Delay } from '../chance/delay.ts'
import type { Instant, Plan, Ticket } from '../order.ts'
import { later } from '../time/clock.ts'
import type { Outcome, OutcomeRules } from './outcomes.ts'

export interface PlannerOptions {
  readonly chance: Chance
  /** How long an order stays PENDING when no outcome says otherwise. */
  readonly executionDelay: Delay
  readonly outcomes: OutcomeRules
}

/** Decides what the venue will do with an order. */
export interface Planner {
  /**
   * The plan for the order that a ticket becomes, counted from `now`: `outcome`, or else the outcome of
   * the first rule that applies, or else execution after the order's delay. `ordinal` is the number of
   * orders placed before.
   */
  plan(ticket: Ticket, ordinal: number, now: Instant, outcome?: Outcome): Plan
}

/** Creates the planner of a venue. */
export function createPlanner(options: PlannerOptions): Planner {
  const { chance, outcomes } = options

  /** With a clientOrderId, the delay does not depend on how placements interleave. */
  const delayOf = ({ clientOrderId }: Ticket, ordinal: number) =>
    clientOrderId === undefined
      ? chance.delayMs(options.executionDelay, 'executionDelay', '', ordinal)
      : chance.delayMs(options.executionDelay, 'executionDelay', clientOrderId)

  const ruled = (ticket: Ticket, ordinal: number): Outcome | undefined =>
    outcomes.size === 0
      ? undefined
      : outcomes.first(ticket, ticket.clientOrderId ?? `#${ordinal}`)?.action

  return {
    plan(ticket, ordinal, now, outcome) {
      const decided = outcome ?? ruled(ticket, ordinal)
      if (!decided) return { does: 'execute', dueAt: later(now, delayOf(ticket, ordinal)) }
      return planOf(decided, now, () => delayOf(ticket, ordinal))
    },
  }
}

/** The plan for an outcome. `delayMs` applies when the outcome has no `afterMs`. */
function planOf(outcome: Outcome, now: Instant, delayMs: () => number): Plan {
  switch (outcome.does) {
    case 'execute':
      return { does: 'execute', dueAt: later(now, outcome.afterMs ?? delayMs()) }
    case 'cancel':
      return {
        does: 'cancel',
        dueAt: later(now, outcome.afterMs ?? delayMs()),
        reason: outcome.reason,
      }
    case 'hold':
      return outcome
  }
}
