import type { Chance } from '../chance/chance.ts'
import type { Delay } from '../chance/delay.ts'
import type { Instant, Plan, Ticket } from '../order.ts'
import { later } from '../time/clock.ts'
import type { Outcome, OutcomeRules, TellOutcome } from './outcomes.ts'

/**
 * Decides what the venue will do with the order that a ticket becomes: `outcome` if given, else the outcome
 * of the first rule that applies, else execution after the order's delay. Delays count from `now`. `ordinal`
 * is the number of orders placed before. `tell` gets a verdict on each rule.
 */
export type Planner = (
  ticket: Ticket,
  ordinal: number,
  now: Instant,
  outcome?: Outcome,
  tell?: TellOutcome,
) => Plan

/** Creates the planner of a venue. `executionDelay` applies when no outcome has an `afterMs`. */
export function createPlanner(options: {
  readonly chance: Chance
  readonly executionDelay: Delay
  readonly outcomes: OutcomeRules
}): Planner {
  const { chance, outcomes } = options

  /** With a clientOrderId, the delay does not depend on how placements interleave. */
  const delayOf = ({ clientOrderId }: Ticket, ordinal: number) =>
    clientOrderId === undefined
      ? chance.delayMs(options.executionDelay, 'executionDelay', '', ordinal)
      : chance.delayMs(options.executionDelay, 'executionDelay', clientOrderId)

  const ruled = (ticket: Ticket, ordinal: number, tell?: TellOutcome): Outcome | undefined =>
    outcomes.size === 0
      ? undefined
      : outcomes.first(ticket, ticket.clientOrderId ?? `#${ordinal}`, tell)?.action

  return (ticket, ordinal, now, outcome, tell) => {
    if (outcome && tell) outcomes.tellUntested(ticket, tell, { criterion: 'outcome' })
    const decided: Outcome = outcome ?? ruled(ticket, ordinal, tell) ?? { does: 'execute' }
    if (decided.does === 'hold') return decided
    const dueAt = later(now, decided.afterMs ?? delayOf(ticket, ordinal))
    return decided.does === 'execute'
      ? { does: 'execute', dueAt }
      : { does: 'cancel', dueAt, reason: decided.reason }
  }
}
