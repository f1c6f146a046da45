/**
 * Every shape that crosses the wire. These schemas validate what comes in, type what goes out,
 * and are what `/openapi.json` is generated from. A schema and its type share one name.
 */
import { z } from '@hono/zod-openapi'
import { longestDelayMs } from '../../engine/index.ts'

/** Says what a value must be, and first that it is missing where it is. */
const rule =
  (text: string) =>
  ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `is missing: it ${text}` : text

export const orderIdExample = '2wezsa853hs42c21'
export const logIdExample = '5enrhg6tkvm20jr999hspkgcex'

const symbolRule =
  'must be 1 to 12 capital letters or digits, optionally followed by . / or - and 1 to 11 more, with at least one letter, such as EURUSD, BTC/USD or 1INCHUSDT'
export const TradedSymbol = z
  .string({ error: rule('must be a string such as EURUSD') })
  .regex(/^[A-Z0-9]{1,12}([./-][A-Z0-9]{1,11})?$/, { error: symbolRule })
  .regex(/[A-Z]/, { error: symbolRule })
  .openapi('Symbol', {
    description:
      'The instrument traded: one or two parts of capital letters and digits, with at least one letter.',
    example: 'EURUSD',
    // The first pattern is described. A lookahead could hold both, but Go and pydantic cannot compile one.
    not: { pattern: '^[^A-Z]*$' },
  })

export const Side = z
  .enum(['BUY', 'SELL'], { error: rule('must be BUY or SELL') })
  .openapi('Side', { description: 'Which way the trader wants to trade.', example: 'BUY' })

const quantityRule = rule('must be a number greater than 0 and at most 1000000000000')
export const Quantity = z
  .number({ error: quantityRule })
  .gt(0, { error: quantityRule })
  .max(1e12, { error: quantityRule })
  .openapi('Quantity', {
    description:
      'How much to trade: a finite JSON number, never a string. A number that a double would round is refused.',
    example: 1000,
  })

export const ClientOrderId = z
  .string({ error: 'must be a string of 1 to 64 letters, digits or . _ : -' })
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, {
    error: 'must be 1 to 64 characters long, each a letter, a digit or one of . _ : -',
  })
  .openapi('ClientOrderId', {
    description: "The trader's own name for the order, unique in its venue.",
    example: 'alice-0001',
  })

export const OrderStatus = z
  .enum(['PENDING', 'EXECUTED', 'CANCELLED'], {
    error: 'must be PENDING, EXECUTED or CANCELLED',
  })
  .openapi('OrderStatus', {
    description: 'PENDING first, then exactly one of EXECUTED or CANCELLED, for ever.',
    example: 'PENDING',
  })
export type OrderStatus = z.infer<typeof OrderStatus>

export const OrderId = z.string().openapi('OrderId', {
  description: "The venue's name for the order.",
  example: orderIdExample,
})

/** An instant as it is answered: RFC 3339, in UTC, with milliseconds. */
export const instant = (description: string, example: string) =>
  z.iso.datetime({ precision: 3 }).openapi({ description, example })

/** What is said where an object was expected. */
export const anObject = { error: 'must be a JSON object' }

/** A time span in whole milliseconds, a day at most. */
export const spanMs = (description: string, example: number, min = 0) => {
  const error = rule(`must be a whole number of milliseconds from ${min} to ${longestDelayMs}`)
  return z
    .int({ error })
    .min(min, { error })
    .max(longestDelayMs, { error })
    .openapi({ description, example })
}

/** An event's place in the log. */
export const positionOf = (description: string, example: number) =>
  z.int().min(1).openapi({ description, example })

/** What a trader asks for. A field that is not named here is refused. */
export const Ticket = z
  .strictObject(
    {
      symbol: TradedSymbol,
      side: Side,
      quantity: Quantity,
      clientOrderId: ClientOrderId.optional(),
    },
    { error: rule('must be a JSON object with symbol, side and quantity') },
  )
  .openapi('Ticket', {
    description: 'What a trader asks for.',
    example: { symbol: 'EURUSD', side: 'BUY', quantity: 1000 },
  })
export type Ticket = z.infer<typeof Ticket>

const placed = {
  orderId: OrderId,
  symbol: TradedSymbol,
  side: Side,
  quantity: Quantity,
  clientOrderId: ClientOrderId.optional(),
  placedAt: instant('When the venue recorded the order.', '2026-11-22T09:30:00.437Z'),
}

const version = (count: 1 | 2) =>
  z.literal(count).openapi({ description: 'How many events the order has had.', example: count })

const pending = { orderStatus: z.literal('PENDING'), ...placed, version: version(1) }

const executed = {
  orderStatus: z.literal('EXECUTED'),
  ...placed,
  executedAt: instant('When the order was executed.', '2026-11-22T09:30:02.518Z'),
  version: version(2),
}

const cancellation = {
  cancelledBy: z.enum(['TRADER', 'VENUE']).openapi({
    description:
      'Who cancelled it: its trader, or the venue, which is how a venue rejects an order.',
    example: 'TRADER',
  }),
  reason: z.string().optional().openapi({
    description: 'Why the venue cancelled it, if it says.',
    example: 'no liquidity',
  }),
}

const reasonRule = 'must be a text of 1 to 200 characters'
/** Why a venue cancels an order. */
export const Reason = z
  .string({ error: reasonRule })
  .min(1, { error: reasonRule })
  .max(200, { error: reasonRule })
  .openapi({ description: 'Why the venue cancels it.', example: 'no liquidity' })

const cancelled = {
  orderStatus: z.literal('CANCELLED'),
  ...placed,
  cancelledAt: instant('When the order was cancelled.', '2026-11-22T09:30:01.204Z'),
  ...cancellation,
  version: version(2),
}

export const pendingExample = {
  orderId: orderIdExample,
  orderStatus: 'PENDING' as const,
  symbol: 'EURUSD',
  side: 'BUY' as const,
  quantity: 1000,
  placedAt: '2026-11-22T09:30:00.437Z',
  version: 1 as const,
}
export const executedExample = {
  ...pendingExample,
  orderStatus: 'EXECUTED' as const,
  executedAt: '2026-11-22T09:30:02.518Z',
  version: 2 as const,
}
export const cancelledExample = {
  ...pendingExample,
  orderStatus: 'CANCELLED' as const,
  cancelledAt: '2026-11-22T09:30:01.204Z',
  cancelledBy: 'TRADER' as const,
  version: 2 as const,
}

export const PendingOrder = z.strictObject(pending).openapi('PendingOrder', {
  description: 'An order that the market has not answered yet.',
  example: pendingExample,
})
export type PendingOrder = z.infer<typeof PendingOrder>

export const ExecutedOrder = z.strictObject(executed).openapi('ExecutedOrder', {
  description: 'An order that was executed: final.',
  example: executedExample,
})

export const CancelledOrder = z.strictObject(cancelled).openapi('CancelledOrder', {
  description: 'An order that was cancelled while it was PENDING: final.',
  example: cancelledExample,
})

/** What the venue made of a ticket; each status has its own shape. */
export const Order = z
  .discriminatedUnion('orderStatus', [PendingOrder, ExecutedOrder, CancelledOrder])
  .openapi('Order', { description: 'What the venue made of a ticket.', example: executedExample })
export type Order = z.infer<typeof Order>

const fact = {
  position: positionOf("The event's place in the venue's log: 1, 2, 3, … without gaps.", 41),
  occurredAt: instant('When the event was recorded.', '2026-11-22T09:30:00.437Z'),
  orderId: OrderId,
}

export const placedEventExample = {
  type: 'OrderPlaced' as const,
  position: 41,
  occurredAt: pendingExample.placedAt,
  orderId: orderIdExample,
  symbol: 'EURUSD',
  side: 'BUY' as const,
  quantity: 1000,
  executionDueAt: '2026-11-22T09:30:02.518Z',
}
export const executedEventExample = {
  type: 'OrderExecuted' as const,
  position: 42,
  occurredAt: executedExample.executedAt,
  orderId: orderIdExample,
}

/** A fact in the venue's log, never changed. */
export const OrderEvent = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('OrderPlaced'),
        ...fact,
        symbol: TradedSymbol,
        side: Side,
        quantity: Quantity,
        clientOrderId: ClientOrderId.optional(),
        executionDueAt: instant(
          'When the market will execute it by itself.',
          '2026-11-22T09:30:02.518Z',
        ).optional(),
        cancellationDueAt: instant(
          'Or when the venue will cancel it by itself.',
          '2026-11-22T09:30:02.518Z',
        ).optional(),
        reason: cancellation.reason,
        held: z.literal(true).optional().openapi({
          description: 'Or that it stays PENDING until somebody decides otherwise.',
        }),
      })
      .openapi('OrderPlaced', { example: placedEventExample }),
    z
      .strictObject({ type: z.literal('OrderExecuted'), ...fact })
      .openapi('OrderExecuted', { example: executedEventExample }),
    z
      .strictObject({ type: z.literal('OrderCancelled'), ...fact, ...cancellation })
      .openapi('OrderCancelled', {
        example: { ...executedEventExample, type: 'OrderCancelled', cancelledBy: 'TRADER' },
      }),
  ])
  .openapi('OrderEvent', {
    description: "A fact in the venue's log, never changed.",
    example: placedEventExample,
  })
export type OrderEvent = z.infer<typeof OrderEvent>

export const cancelResultExample = {
  orderId: orderIdExample,
  cancelled: true,
  orderStatus: 'CANCELLED' as const,
  version: 2,
}

/** What became of one of many orders that were to be cancelled. */
export const CancelResult = z
  .strictObject({
    orderId: OrderId,
    clientOrderId: ClientOrderId.optional(),
    cancelled: z.boolean().openapi({ description: 'Whether this request cancelled it.' }),
    orderStatus: OrderStatus.openapi({
      description: 'What the order is now: EXECUTED where the market was quicker.',
    }),
    version: z.int().min(1).openapi({ description: 'How many events the order has had.' }),
  })
  .openapi('CancelResult', {
    description: 'What became of one of many orders that were to be cancelled.',
    example: cancelResultExample,
  })
export type CancelResult = z.infer<typeof CancelResult>

/** Every way in which a request can fail, as a machine reads it. */
export const ProblemCode = z
  .enum([
    'INVALID_REQUEST',
    'MALFORMED_JSON',
    'UNAUTHORIZED',
    'FORBIDDEN_ORIGIN',
    'FORBIDDEN_HOST',
    'ORDER_NOT_FOUND',
    'VENUE_NOT_FOUND',
    'RULE_NOT_FOUND',
    'REQUEST_NOT_HELD',
    'NO_JOURNAL',
    'NOT_LISTENING',
    'ROUTE_NOT_FOUND',
    'METHOD_NOT_ALLOWED',
    'REQUEST_TIMEOUT',
    'ORDER_ALREADY_EXECUTED',
    'ORDER_ALREADY_CANCELLED',
    'DUPLICATE_CLIENT_ORDER_ID',
    'IDEMPOTENCY_KEY_IN_USE',
    'VENUE_NAME_TAKEN',
    'TOO_MANY_VENUES',
    'TOO_MANY_RULES',
    'CLOCK_NOT_HELD',
    'VENUE_CLOSED',
    'MAIN_VENUE_STAYS',
    'LOG_CHANGED',
    'REPLY_NOT_KEPT',
    'VERSION_MISMATCH',
    'BODY_TOO_LARGE',
    'URI_TOO_LONG',
    'UNSUPPORTED_MEDIA_TYPE',
    'EXPECTATION_FAILED',
    'IDEMPOTENCY_KEY_REUSED',
    'UPGRADE_REQUIRED',
    'TOO_MANY_REQUESTS',
    'HEADERS_TOO_LARGE',
    'INTERNAL_ERROR',
    'UNSUPPORTED_TRANSFER_CODING',
    'BAD_GATEWAY',
    'VENUE_UNAVAILABLE',
    'BEHIND',
    'TOO_MANY_CONNECTIONS',
    'GATEWAY_TIMEOUT',
    'UNSUPPORTED_HTTP_VERSION',
  ])
  .openapi('ProblemCode', { description: 'What went wrong, for a machine.' })
export type ProblemCode = z.infer<typeof ProblemCode>

/** Every refusal and every error, on any path (RFC 9457, media type application/problem+json). */
export const Problem = z
  .strictObject({
    type: z.string().min(1).openapi({
      description: 'A URI reference to a page about this kind of problem.',
      example: '/problems/order-not-found',
    }),
    title: z.string().min(1).openapi({ description: 'The kind of problem, in a few words.' }),
    status: z.int().min(400).max(599).openapi({ description: 'The HTTP status, repeated.' }),
    detail: z.string().min(1).openapi({ description: 'What went wrong this time and what to do.' }),
    instance: z.string().openapi({ description: 'The path that was asked for.' }),
    code: ProblemCode,
    outcome: z.enum(['not-recorded', 'unknown']).optional().openapi({
      description:
        'Of a failure (429 and 5xx): whether it is sure that the request left nothing behind, or not known what became of it. Every other problem means that nothing was recorded.',
    }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().openapi({
            description: 'Where, as a JSON pointer (RFC 6901) into the body or the parameters.',
            example: '/quantity',
          }),
          message: z.string().min(1).openapi({ description: 'What is wrong there.' }),
        }),
      )
      .optional()
      .openapi({ description: 'Every fault that validation found.' }),
    orderId: z.string().optional().openapi({ description: 'The order in conflict.' }),
    orderStatus: OrderStatus.optional(),
    version: z.int().min(1).optional().openapi({ description: 'The version that it has.' }),
  })
  .openapi('Problem', {
    description: 'Why a request was not carried out (RFC 9457).',
    example: {
      type: '/problems/order-not-found',
      title: 'No such order',
      status: 404,
      detail: 'No order has the id unknown-order.',
      instance: '/orders/unknown-order',
      code: 'ORDER_NOT_FOUND',
    },
  })
export type Problem = z.infer<typeof Problem>

/** Whether the platform can answer. */
export const Health = z
  .strictObject({ status: z.literal('ok') })
  .openapi('Health', { description: 'The platform can answer.', example: { status: 'ok' } })
