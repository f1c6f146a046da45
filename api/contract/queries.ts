/** What may stand in the queries of the order endpoints and the log. An unknown parameter is refused: a misspelt filter must not list everything. */
import { z } from '@hono/zod-openapi'
import { ClientOrderId, OrderStatus, orderIdExample, TradedSymbol } from './orders.ts'

/** What is said of a parameter that is repeated and may not be. */
export const once = 'must be given once'

/** A position of the log, as text: 0 is before the first event. */
export const Position = z
  .string({ error: once })
  .regex(/^\d{1,15}$/, { error: 'must be a position of the log: 0 or a greater whole number' })
  .transform(Number)

/** A position of the log, in a query. */
export const position = (name: string, description: string) =>
  Position.openapi({ param: { name, in: 'query' }, type: 'integer', minimum: 0, description })

const at = position(
  'at',
  'As of this position: what was answered when the log ended there. Now when left out.',
).optional()

/** How much a page holds. */
export const limitOf = (what: string) =>
  z
    .string({ error: once })
    .regex(/^[1-9]\d{0,2}$|^1000$/, { error: 'must be a whole number from 1 to 1000' })
    .transform(Number)
    .default(100)
    .openapi({
      param: { name: 'limit', in: 'query' },
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 100,
      description: `How many ${what} a page holds at most.`,
    })

/** The name of a venue. */
export const VenueName = z
  .string({ error: 'must be a name of 1 to 64 letters, digits or . _ -' })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
    error: 'must be 1 to 64 letters, digits or . _ - and begin with a letter or a digit',
  })
  .openapi('VenueName', { description: 'The name of a venue.', example: 'main' })

/** Which venue is meant, where no header can say so. */
export const venue = VenueName.optional().openapi({
  param: { name: 'venue', in: 'query' },
  description: 'The venue that is meant, where no Venue header can say so; `main` when left out.',
})

const symbol = TradedSymbol.optional().openapi({ param: { name: 'symbol', in: 'query' } })

/** What may narrow, date and page a listing. */
export const ListOrdersQuery = z.strictObject({
  orderStatus: OrderStatus.optional().openapi({ param: { name: 'orderStatus', in: 'query' } }),
  symbol,
  clientOrderId: ClientOrderId.optional().openapi({
    param: { name: 'clientOrderId', in: 'query' },
  }),
  limit: limitOf('orders'),
  cursor: z
    .string({ error: once })
    .optional()
    .openapi({
      param: { name: 'cursor', in: 'query' },
      description: 'Where the page starts; take it from the Link header of the page before.',
    }),
  at,
  venue,
})

/** The order that a path names: any text may be one. */
export const orderIdParam = z.object({
  orderId: z.string().openapi({
    param: { name: 'orderId', in: 'path' },
    description: "The venue's name for the order.",
    example: orderIdExample,
  }),
})

/** What may date the reading of one order. */
export const ReadQuery = z.strictObject({ at, venue })

/** Which orders are to be cancelled: a filter is required, and only PENDING orders can be. */
export const CancelQuery = z.strictObject({
  orderStatus: z
    .literal('PENDING', { error: 'must be PENDING: only such orders can be cancelled' })
    .openapi({ param: { name: 'orderStatus', in: 'query' }, description: 'Must be given.' }),
  symbol,
  venue,
})

/** Whether a ticket is only to be looked at. */
export const PlaceQuery = z.strictObject({
  dryRun: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .optional()
    .openapi({
      param: { name: 'dryRun', in: 'query' },
      type: 'boolean',
      default: false,
      description: 'With `true` the ticket is only checked: nothing is recorded.',
      example: true,
    }),
  venue,
})

/** Which part of the log is read. */
export const LogQuery = z.strictObject({
  from: position('from', 'Events after this position; from the beginning when left out.').default(
    0,
  ),
  limit: limitOf('events'),
  venue,
})
