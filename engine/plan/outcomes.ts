import type { Chance } from '../chance/chance.ts'
import type { Side, Ticket } from '../order.ts'
import type { Clock } from '../time/clock.ts'
import { createRules, fitsPattern, type Rules } from './rules.ts'

/** What is to become of an order, where it is not left to chance; times count from its placement. */
export type Outcome =
  | { readonly does: 'execute'; readonly afterMs?: number | undefined }
  | {
      readonly does: 'cancel'
      readonly afterMs?: number | undefined
      readonly reason?: string | undefined
    }
  | { readonly does: 'hold' }

/** Which tickets a rule is about: those that fit all that is said. */
export interface TicketMatch {
  readonly symbol?: string | undefined
  readonly side?: Side | undefined
  /** `*` stands for anything, `?` for one character; a ticket without a clientOrderId fits none. */
  readonly clientOrderId?: string | undefined
  /** From `min` to `max`, both included. */
  readonly quantity?:
    | { readonly min?: number | undefined; readonly max?: number | undefined }
    | undefined
}

/** The standing rules of a venue on what becomes of its orders. */
export type OutcomeRules = Rules<TicketMatch, Ticket, Outcome>

/** Creates the rules of a venue, none yet. */
export const createOutcomeRules = (clock: Clock, chance: Chance): OutcomeRules =>
  createRules({ clock, chance, purpose: 'outcome', fits: fitsTicket })

/** Whether a ticket is one of those that are meant. */
export function fitsTicket(match: TicketMatch, ticket: Ticket): boolean {
  const { symbol = ticket.symbol, side = ticket.side, clientOrderId, quantity = {} } = match
  return (
    symbol === ticket.symbol &&
    side === ticket.side &&
    (quantity.min ?? 0) <= ticket.quantity &&
    (quantity.max ?? Number.POSITIVE_INFINITY) >= ticket.quantity &&
    (clientOrderId === undefined ||
      (ticket.clientOrderId !== undefined && fitsPattern(clientOrderId, ticket.clientOrderId)))
  )
}
