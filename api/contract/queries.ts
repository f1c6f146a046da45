/**
 * The query parameters of the order endpoints and the log. Unknown parameters are refused: a
 * misspelt filter must not list everything.
 */
import { z } from '@hono/zod-openapi'
import { ClientOrderId, OrderStatus, orderIdExample, TradedSymbol } from './orders.ts'

/** The error for a repeated parameter. */
export const mustBeGivenOnce = 'must be given once'

/** With every number of 15 digits, a double can still count. */
const maxPosition = 999_999_999_999_999

/** A position of the log, as text. 0 is before the first event. */
export const Position = z
  .string({ error: mustBeGivenOnce })
  .regex(/^\d{1,15}$/, {
    error: `must be a position of the log: a whole number from 0 to ${maxPosition}`,
  })
  .transform(Number)

/** A parameter that is a position of the log. */
export const position = (description: string) =>
  Position.openapi({ type: 'integer', minimum: 0, maximum: maxPosition, description })

const at = position(
  'Reads the past: the reply is as of this position of the log. Defaults to the end of the log.',
).optional()

/** The query parameter for the size of a page. */
export const limitOf = (what: string) =>
  z
    .string({ error: mustBeGivenOnce })
    .regex(/^[1-9]\d{0,2}$|^1000$/, { error: 'must be a whole number from 1 to 1000' })
    .transform(Number)
    .default(100)
    .openapi({
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 100,
      description: `The maximum number of ${what} per page.`,
    })

export const VenueName = z
  .string({ error: 'must be a name of 1 to 64 letters, digits or . _ -' })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, {
    error: 'must be 1 to 64 letters, digits or . _ - and begin with a letter or a digit',
  })
  .openapi('VenueName', { description: 'The name of a venue.', example: 'main' })

/** The query parameter that selects a venue, for clients that cannot set a header. */
export const venue = VenueName.optional().openapi({
  description: 'The venue, for clients that cannot set a header. Defaults to `main`.',
})

/** The query of a listing: filters, page and position. */
export const ListOrdersQuery = z.strictObject({
  orderStatus: OrderStatus.optional(),
  symbol: TradedSymbol.optional(),
  clientOrderId: ClientOrderId.optional(),
  limit: limitOf('orders'),
  cursor: z.string({ error: mustBeGivenOnce }).optional().openapi({
    description: 'Where the page starts. Take it from the `Link` header of the previous page.',
  }),
  at,
  venue,
})

/** The order id in a path. Any text is valid. */
export const orderIdParam = z.object({
  orderId: z.string().openapi({
    description: "The venue's identifier for the order.",
    example: orderIdExample,
  }),
})

/** The query of reading one order. */
export const ReadQuery = z.strictObject({ at, venue })

/**
 * The query of a request to cancel many orders. `orderStatus=PENDING` is required, as only such orders
 * can be cancelled.
 */
export const CancelQuery = z.strictObject({
  orderStatus: z
    .literal('PENDING', { error: 'must be PENDING: only such orders can be cancelled' })
    .openapi({
      description: 'Required: only PENDING orders can be cancelled.',
    }),
  symbol: TradedSymbol.optional(),
  venue,
})

/** The query of placing an order. */
export const PlaceQuery = z.strictObject({
  dryRun: z.enum(['true', 'false'], { error: 'must be true or false' }).optional().openapi({
    type: 'boolean',
    default: false,
    description: 'If `true`, the venue checks the ticket and records nothing.',
    example: true,
  }),
  venue,
})

/** The query of reading the log. */
export const LogQuery = z.strictObject({
  from: position('Returns the events after this position. 0 is the beginning of the log.').default(
    0,
  ),
  limit: limitOf('events'),
  venue,
})
