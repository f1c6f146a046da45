import type { Chance } from '../chance/chance.ts'
import { type Criteria, matches } from '../criteria.ts'
import type { Ticket } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { createRules, type Rules } from './rules.ts'

/** What is to become of an order, where it is not left to chance; times count from its placement. */
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

/** The standing rules of a venue on what becomes of its orders. */
export type OutcomeRules = Rules<TicketMatch, Ticket, Outcome>

/** Creates the rules of a venue, none yet. */
export const createOutcomeRules = (clock: Clock, chance: Chance): OutcomeRules =>
  createRules({ clock, chance, purpose: 'outcome', matches })
