import type { Endpoint, FieldSpelling, RefusalMeaning, SpelledField } from './dialect-file.ts'

/*
 * How the contract spells what a dialect may rename.
 */

const ticketFields: readonly string[] = ['symbol', 'side', 'quantity', 'clientOrderId']

export const fieldNames: readonly string[] = [
  'orderId',
  'orderStatus',
  ...ticketFields,
  'placedAt',
  'executedAt',
  'cancelledAt',
  'cancelledBy',
  'reason',
  'version',
  'position',
  'previous',
  'occurredAt',
]

/** The fields that an order in a reply or a message must have. All others may be absent. */
export const neededFields: readonly string[] = ['orderId', 'orderStatus']

/** The values of the fields that have a closed set of them. */
export const ourWords: Readonly<Record<string, readonly string[]>> = {
  orderStatus: ['PENDING', 'EXECUTED', 'CANCELLED'],
  side: ['BUY', 'SELL'],
}

interface OurEndpoint {
  readonly request: string
  readonly success: number

  readonly refusals: readonly RefusalMeaning[]
}

export const ourEndpoints: Readonly<Record<Endpoint, OurEndpoint>> = {
  place: { request: 'POST /orders', success: 201, refusals: ['badTicket'] },
  find: { request: 'GET /orders/{orderId}', success: 200, refusals: ['unknownOrder'] },
  list: { request: 'GET /orders', success: 200, refusals: [] },
  cancel: {
    request: 'DELETE /orders/{orderId}',
    success: 204,
    refusals: ['unknownOrder', 'tooLate'],
  },
}

export const refusalStatuses: Readonly<Record<RefusalMeaning, number>> = {
  badTicket: 400,
  unknownOrder: 404,
  tooLate: 409,
}

export const ourStreamPath = '/ws'

/** The long form of a spelling. */
export const spelled = (spelling: FieldSpelling | undefined): SpelledField =>
  typeof spelling === 'string' ? { name: spelling } : (spelling ?? {})
