import type { Chance } from '../chance/chance.ts'
import { type Criteria, matches } from '../criteria.ts'
import type { SetupRecords } from '../log/setup-records.ts'
import type { Ticket } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { createRules, type Rules, type Tell } from './rules.ts'

/** What the venue does with an order instead of executing it after a random delay. `afterMs` counts from placement. */
export type Outcome =
  | { readonly does: 'execute'; readonly afterMs?: number | undefined }
  | {
      readonly does: 'cancel'
      readonly afterMs?: number | undefined
      readonly reason?: string | undefined
    }
  | { readonly does: 'hold' }

/** Which tickets a rule applies to. */
export type TicketMatch = Omit<Criteria, 'orderId' | 'orderStatus'>

/** A venue's rules for the outcomes of its orders. */
export type OutcomeRules = Rules<TicketMatch, Ticket, Outcome>

/** Gets the verdict on one outcome rule. */
export type TellOutcome = Tell<TicketMatch, Outcome>

/** Creates the outcome rules of a venue: those in `records`, or none. */
export const createOutcomeRules = (
  clock: Clock,
  chance: Chance,
  records?: SetupRecords,
): OutcomeRules =>
  createRules({
    clock,
    chance,
    purpose: 'outcome',
    matches,
    fieldsOf: (ticket) => ticket,
    records,
  })
