import type { FieldErrors } from './field-errors.ts'
import { numberOr } from './venue-draft.ts'

const mostOrders = 10_000

/** What the form of a ticket says. */
export interface TicketForm {
  /** The ticket. Empty fields are left out: the server says what is missing. */
  readonly body: object
  readonly times: number
  readonly errors: FieldErrors
}

/** Reads the fields of the form. Only the number of orders is checked: the server checks the ticket. */
export function ticketOf(form: Readonly<Record<string, string | undefined>>): TicketForm {
  const { symbol, side, quantity, clientOrderId, times: text = '1' } = form
  const times = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0
  const isBurst = times > 1
  const isValid = times >= 1 && times <= mostOrders
  return {
    body: {
      ...(symbol && { symbol }),
      ...(side && { side }),
      ...(quantity && { quantity: numberOr(quantity) }),
      ...(clientOrderId && !isBurst && { clientOrderId }),
    },
    times: isValid ? times : 1,
    errors: isValid ? {} : { times: `must be a whole number from 1 to ${mostOrders}` },
  }
}
