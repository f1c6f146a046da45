/**
 * The shapes of orders, events and problems on the wire. The schemas validate requests, type
 * replies, and generate `/openapi.json`. A schema and its type share one name.
 */
import { z } from '@hono/zod-openapi'
import { longestDelayMs } from '../../engine/index.ts'
import { outcomes, problemKinds } from './problem-kinds.ts'

/** An error message: the rule, preceded by "is missing" if there is no value. */
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
      'The traded instrument: one or two parts of capital letters and digits, with at least one letter.',
    example: 'EURUSD',
    // OpenAPI shows the first pattern. A lookahead could express both, but Go and pydantic reject it.
    not: { pattern: '^[^A-Z]*$' },
  })

export const Side = z
  .enum(['BUY', 'SELL'], { error: rule('must be BUY or SELL') })
  .openapi('Side', { description: 'The direction of the trade.', example: 'BUY' })

const quantityRule = rule('must be a number greater than 0 and at most 1000000000000')
export const Quantity = z
  .number({ error: quantityRule })
  .gt(0, { error: quantityRule })
  .max(1e12, { error: quantityRule })
  .openapi('Quantity', {
    description:
      'The quantity to trade, as a JSON number. Strings are refused, as are numbers with more digits than a double keeps.',
    example: 1000,
  })

export const ClientOrderId = z
  .string({ error: 'must be a string of 1 to 64 letters, digits or . _ : -' })
  .regex(/^[A-Za-z0-9._:-]{1,64}$/, {
    error: 'must be 1 to 64 characters long, each a letter, a digit or one of . _ : -',
  })
  .openapi('ClientOrderId', {
    description: "The trader's identifier for the order. Unique within a venue.",
    example: 'alice-0001',
  })

export const OrderStatus = z
  .enum(['PENDING', 'EXECUTED', 'CANCELLED'], {
    error: 'must be PENDING, EXECUTED or CANCELLED',
  })
  .openapi('OrderStatus', {
    description:
      'The status of the order. Every order starts as PENDING and ends as either EXECUTED or CANCELLED; both are final.',
    example: 'PENDING',
  })
export type OrderStatus = z.infer<typeof OrderStatus>

export const OrderId = z.string().openapi('OrderId', {
  description: "The venue's identifier for the order.",
  example: orderIdExample,
})

/** An instant in a reply: RFC 3339, UTC, with milliseconds. */
export const instant = (description: string, example: string) =>
  z.iso.datetime({ precision: 3 }).openapi({ description, example })

/** The error of a schema that expects an object. */
export const mustBeObject = { error: 'must be a JSON object' }

/** A duration in whole milliseconds, at most a day. */
export const spanMs = (description: string, example: number, min = 0) => {
  const error = rule(`must be a whole number of milliseconds from ${min} to ${longestDelayMs}`)
  return z
    .int({ error })
    .min(min, { error })
    .max(longestDelayMs, { error })
    .openapi({ description, example })
}

/** The position of an event in the log. */
export const logPosition = (description: string, example: number) =>
  z.int().min(1).openapi({ description, example })

/** A request to place an order. Unknown fields are refused. */
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
    description: 'A request to place an order.',
    example: { symbol: 'EURUSD', side: 'BUY', quantity: 1000 },
  })
export type Ticket = z.infer<typeof Ticket>

const placed = {
  orderId: OrderId,
  ...Ticket.shape,
  placedAt: instant('When the venue recorded the order.', '2026-11-22T09:30:00.437Z'),
}

const version = (count: 1 | 2) =>
  z
    .literal(count)
    .openapi({ description: 'The number of events recorded for the order.', example: count })

const cancellation = {
  cancelledBy: z.enum(['TRADER', 'VENUE']).openapi({
    description: 'Who cancelled the order: `TRADER`, or `VENUE` if the venue rejected it.',
    example: 'TRADER',
  }),
  reason: z.string().optional().openapi({
    description: 'Why the venue cancelled the order, if it gave a reason.',
    example: 'no liquidity',
  }),
}

const reasonRule = 'must be a string of 1 to 200 characters'
/** The reason that a venue gives when it cancels an order. */
export const Reason = z
  .string({ error: reasonRule })
  .min(1, { error: reasonRule })
  .max(200, { error: reasonRule })
  .openapi({ description: 'Why the venue cancels the order.', example: 'no liquidity' })

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

export const PendingOrder = z
  .strictObject({ orderStatus: z.literal('PENDING'), ...placed, version: version(1) })
  .openapi('PendingOrder', {
    description: 'An order that is neither executed nor cancelled yet.',
    example: pendingExample,
  })
export type PendingOrder = z.infer<typeof PendingOrder>

export const ExecutedOrder = z
  .strictObject({
    orderStatus: z.literal('EXECUTED'),
    ...placed,
    executedAt: instant('When the order was executed.', executedExample.executedAt),
    version: version(2),
  })
  .openapi('ExecutedOrder', {
    description: 'An executed order. This status is final.',
    example: executedExample,
  })

export const CancelledOrder = z
  .strictObject({
    orderStatus: z.literal('CANCELLED'),
    ...placed,
    cancelledAt: instant('When the order was cancelled.', cancelledExample.cancelledAt),
    ...cancellation,
    version: version(2),
  })
  .openapi('CancelledOrder', {
    description: 'An order that was cancelled while PENDING. This status is final.',
    example: cancelledExample,
  })

/** An order. Each status has its own shape. */
export const Order = z
  .discriminatedUnion('orderStatus', [PendingOrder, ExecutedOrder, CancelledOrder])
  .openapi('Order', {
    description: 'An order. Its fields depend on `orderStatus`.',
    example: executedExample,
  })
export type Order = z.infer<typeof Order>

const fact = {
  position: logPosition("The event's position in the venue's log: 1, 2, 3, … without gaps.", 41),
  occurredAt: instant('When the event was recorded.', '2026-11-22T09:30:00.437Z'),
  orderId: OrderId,
}

const due = (verb: string) =>
  instant(
    `When the venue ${verb} the order, unless it is cancelled first.`,
    executedExample.executedAt,
  )

/** How a PENDING order ends by itself. */
export const plan = {
  executionDueAt: due('executes').optional(),
  cancellationDueAt: due('cancels').optional(),
  reason: cancellation.reason,
  held: z.literal(true).optional().openapi({
    description:
      'Present if the order has no due time. It stays PENDING until a trader or the control API ends it.',
  }),
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

export const OrderEvent = z
  .discriminatedUnion('type', [
    z
      .strictObject({
        type: z.literal('OrderPlaced'),
        ...fact,
        ...Ticket.shape,
        ...plan,
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
    description: "An event in the venue's log. Events never change.",
    example: placedEventExample,
  })
export type OrderEvent = z.infer<typeof OrderEvent>

export const cancelResultExample = {
  orderId: orderIdExample,
  cancelled: true,
  orderStatus: 'CANCELLED' as const,
  version: 2,
}

export const CancelResult = z
  .strictObject({
    orderId: OrderId,
    clientOrderId: ClientOrderId.optional(),
    cancelled: z.boolean().openapi({ description: 'Whether this request cancelled the order.' }),
    orderStatus: OrderStatus.openapi({
      description:
        'The status of the order after the request. `EXECUTED` if it was executed before the cancel.',
    }),
    version: z
      .int()
      .min(1)
      .openapi({ description: 'The number of events recorded for the order.' }),
  })
  .openapi('CancelResult', {
    description: 'The result of a request to cancel many orders, for one order.',
    example: cancelResultExample,
  })
export type CancelResult = z.infer<typeof CancelResult>

/** A machine-readable code for every way in which a request can fail. */
export const ProblemCode = z
  // Object.keys is typed as string[].
  .enum(Object.keys(problemKinds) as (keyof typeof problemKinds)[])
  .openapi('ProblemCode', { description: 'A machine-readable code for the problem.' })
export type ProblemCode = z.infer<typeof ProblemCode>

/** The body of every refusal and error, on any path (RFC 9457, `application/problem+json`). */
export const Problem = z
  .strictObject({
    type: z.string().min(1).openapi({
      description: 'A URI reference to the page that documents this type of problem.',
      example: '/problems/order-not-found',
    }),
    title: z.string().min(1).openapi({ description: 'A short summary of the type of problem.' }),
    status: z.int().min(400).max(599).openapi({ description: 'The HTTP status of the reply.' }),
    detail: z
      .string()
      .min(1)
      .openapi({ description: 'What went wrong in this request, and how to fix it.' }),
    instance: z.string().openapi({ description: 'The path of the request.' }),
    code: ProblemCode,
    outcome: z.enum(outcomes).optional().openapi({
      description:
        'Present on failures (429 and 5xx). `not-recorded`: the request recorded nothing. `unknown`: it may have been recorded. Every other problem means that nothing was recorded, except `REPLY_NOT_KEPT` (the request was carried out), `IDEMPOTENCY_KEY_IN_USE` (it is in progress) and `VENUE_CLOSED` (its clock had begun to move).',
    }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().openapi({
            description:
              'The invalid value, as a JSON Pointer (RFC 6901) into the body or the parameters.',
            example: '/quantity',
          }),
          message: z.string().min(1).openapi({ description: 'Why the value is invalid.' }),
        }),
      )
      .optional()
      .openapi({ description: 'All validation errors of the request.' }),
    orderId: z
      .string()
      .optional()
      .openapi({ description: 'The order that the request conflicts with.' }),
    orderStatus: OrderStatus.optional(),
    version: z
      .int()
      .min(1)
      .optional()
      .openapi({ description: 'The current version of that order.' }),
  })
  .openapi('Problem', {
    description: 'Why a request failed (RFC 9457).',
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

export const Health = z
  .strictObject({
    status: z.literal('ok'),
    cluster: z
      .strictObject({
        node: z
          .string()
          .openapi({ description: 'The name of this node, which changes when it starts.' }),
        others: z.array(z.string()).openapi({ description: 'The nodes that it knows.' }),
        venues: z
          .array(
            z.strictObject({
              venue: z.string().openapi({ description: 'The name of the venue.' }),
              role: z.enum(['owner', 'follower']).openapi({
                description:
                  'The owner records the venue. A follower serves reads and streams, and forwards the rest to the owner.',
              }),
              owner: z.string().optional().openapi({
                description: 'The node that records the venue. Absent while none does.',
              }),
              position: z.int().openapi({ description: 'The last event that this node has.' }),
              behind: z.int().openapi({
                description: 'How many events fewer it has than the owner last reported.',
              }),
            }),
          )
          .openapi({ description: 'The durable venues.' }),
        moreVenues: z.int().openapi({ description: 'How many more venues it has.' }),
      })
      .optional()
      .openapi({
        description:
          'Of a platform whose nodes share NATS servers: the role of this node in each durable venue.',
      }),
  })
  .openapi('Health', { description: 'The platform is running.', example: { status: 'ok' } })
export type Health = z.infer<typeof Health>
