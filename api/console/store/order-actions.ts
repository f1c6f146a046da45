import type { Ticket } from '../../contract/orders.ts'
import type { Action } from './action.ts'
import { inCode } from './in-code.ts'

/** The path of a venue in the control API. */
export const venuePath = (venue: string) => `/venues/${encodeURIComponent(venue)}`

/** The venue header of the trading API, which the main venue does not need. */
const headerOf = (venue: string) => (venue === 'main' ? {} : { venue })

const byHand =
  (label: string, does: string) =>
  (venue: string, orderId: string): Action => ({
    label,
    api: 'control',
    method: 'POST',
    path: `${venuePath(venue)}/orders/${encodeURIComponent(orderId)}/${does}`,
    code: `venue.${does}(${inCode(orderId)})`,
  })

export const executeOrder = byHand('Execute', 'execute')
export const rejectOrder = byHand('Cancel', 'cancel')
export const holdOrder = byHand('Hold', 'hold')
export const releaseOrder = byHand('Release', 'release')

/** Places an order as a trader does. */
export const placeOrder = (venue: string, ticket: Ticket): Action => ({
  label: 'Place order',
  api: 'trading',
  method: 'POST',
  path: '/orders',
  body: ticket,
  ...headerOf(venue),
  code: `client.place(${inCode(ticket)})`,
})

/** Cancels an order as its trader does. */
export const cancelAsTrader = (venue: string, orderId: string): Action => ({
  label: 'Cancel as trader',
  api: 'trading',
  method: 'DELETE',
  path: `/orders/${encodeURIComponent(orderId)}`,
  ...headerOf(venue),
  code: `client.cancel(${inCode(orderId)})`,
})
