import type { Action } from './action.ts'
import { inCode } from './in-code.ts'
import { venuePath } from './venue-actions.ts'

/** The header that the main venue does not need. */
const venueHeader = (venue: string) => (venue === 'main' ? {} : { venue })

const orderPath = (venue: string, orderId: string) =>
  `${venuePath(venue)}/orders/${encodeURIComponent(orderId)}`

const byHand =
  (label: string, does: string) =>
  (venue: string, orderId: string): Action => ({
    label,
    api: 'control',
    method: 'POST',
    path: `${orderPath(venue, orderId)}/${does}`,
    code: `venue.${does}(${inCode(orderId)})`,
  })

export const executeOrder = byHand('Execute', 'execute')
/** Cancels an order as the venue does when it rejects one. */
export const rejectOrder = byHand('Cancel', 'cancel')
export const holdOrder = byHand('Hold', 'hold')
export const releaseOrder = byHand('Release', 'release')

/** Reads how an order will end by itself. */
export const readPlan = (venue: string, orderId: string): Action => ({
  label: 'Read its plan',
  api: 'control',
  method: 'GET',
  path: `${orderPath(venue, orderId)}/plan`,
  code: `venue.readPlan(${inCode(orderId)})`,
})

/** Places an order as a trader does. An invalid ticket is sent too: the reply says what is wrong. */
export const placeOrder = (venue: string, ticket: object, times = 1): Action => ({
  label: times === 1 ? 'Place order' : `Place ${times} orders`,
  api: 'trading',
  method: 'POST',
  path: '/orders',
  body: ticket,
  ...venueHeader(venue),
  ...(times > 1 && { times }),
  code: `client.place(${inCode(ticket)})`,
})

/** Cancels an order as its trader does. */
export const cancelAsTrader = (venue: string, orderId: string): Action => ({
  label: 'Cancel as its trader',
  api: 'trading',
  method: 'DELETE',
  path: `/orders/${encodeURIComponent(orderId)}`,
  ...venueHeader(venue),
  code: `client.cancel(${inCode(orderId)})`,
})

/** Reads all events of an order. */
export const readHistory = (venue: string, orderId: string): Action => ({
  label: 'Read its history',
  api: 'trading',
  method: 'GET',
  path: `/orders/${encodeURIComponent(orderId)}/events`,
  ...venueHeader(venue),
})

/** Lists the newest orders as they were at a position. */
export const listOrdersAt = (venue: string, at: number): Action => ({
  label: 'List orders',
  api: 'trading',
  method: 'GET',
  path: `/orders?at=${at}&limit=1000`,
  ...venueHeader(venue),
  code: `client.list({ at: ${at}, limit: 1000 })`,
})

/** Reads events of the log after a position. */
export const readLog = (venue: string, from: number, limit: number): Action => ({
  label: 'Load',
  api: 'trading',
  method: 'GET',
  path: `/log?from=${from}&limit=${limit}`,
  ...venueHeader(venue),
})
