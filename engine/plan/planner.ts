import type { Chance } from '../chance/chance.ts'
import type { Delay } from '../chance/delay.ts'
import type { Instant, Plan, Ticket } from '../order.ts'
import { later } from '../time/clock.ts'
import type { Outcome, OutcomeRules } from './outcomes.ts'

export interface PlannerOptions {
  readonly chance: Chance
  /** How long an order stays PENDING where nothing else is said. */
  readonly executionDelay: Delay
  readonly outcomes: OutcomeRules
}

/** Decides what the market will do with an order. */
export interface Planner {
  /**
   * The plan, counted from `now`, for the order that a ticket becomes, of which `ordinal` were placed
   * before: what is wished, or else what the first rule that applies says, or else execution after
   * the order's delay.
   */
  plan(ticket: Ticket, ordinal: number, now: Instant, wish?: Outcome): Plan
}

/** Creates the planner of a venue. */
export function createPlanner(options: PlannerOptions): Planner {
  const { chance, outcomes } = options

  /** An order that bears a clientOrderId has the same delay however placements interleave. */
  const delayOf = ({ clientOrderId }: Ticket, ordinal: number) =>
    clientOrderId === undefined
      ? chance.delayMs(options.executionDelay, 'executionDelay', '', ordinal)
      : chance.delayMs(options.executionDelay, 'executionDelay', clientOrderId)

  const ruled = (ticket: Ticket, ordinal: number): Outcome | undefined =>
    outcomes.size === 0
      ? undefined
      : outcomes.first(ticket, ticket.clientOrderId ?? `#${ordinal}`)?.action

  return {
    plan(ticket, ordinal, now, wish) {
      const outcome = wish ?? ruled(ticket, ordinal)
      if (!outcome) return { does: 'execute', dueAt: later(now, delayOf(ticket, ordinal)) }
      return planOf(outcome, now, () => delayOf(ticket, ordinal))
    },
  }
}

/** The plan by which an outcome comes true; `delayMs` is how long it takes where it does not say. */
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
