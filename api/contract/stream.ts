/** What may be asked of the stream, and every message that it sends. */
import { z } from '@hono/zod-openapi'
import {
  CancelledOrder,
  ClientOrderId,
  cancelledExample,
  ExecutedOrder,
  executedExample,
  instant,
  logIdExample,
  OrderStatus,
  orderIdExample,
  PendingOrder,
  pendingExample,
  positionOf,
  TradedSymbol,
} from './orders.ts'
import { once, position, venue } from './queries.ts'

const change = {
  type: z.literal('order'),
  position: positionOf("The change's place in the venue's log: 1, 2, 3, … without gaps.", 42),
  previous: positionOf(
    'The position of the order message before this one on this connection; null for the first. ' +
      'A client that compares it with the last position it saw knows that it missed nothing.',
    41,
  ).nullable(),
  occurredAt: instant('When the change was recorded.', executedExample.executedAt),
}

const changeExample = { type: 'order' as const, position: 42, previous: 41 }

const orderMessageExample = {
  ...changeExample,
  occurredAt: executedExample.executedAt,
  ...executedExample,
}

/** The order as it stands after one change. */
export const OrderMessage = z
  .discriminatedUnion('orderStatus', [
    z.strictObject({ ...change, ...PendingOrder.shape }).openapi('OrderPlacedMessage', {
      example: { ...changeExample, occurredAt: pendingExample.placedAt, ...pendingExample },
    }),
    z.strictObject({ ...change, ...ExecutedOrder.shape }).openapi('OrderExecutedMessage', {
      example: orderMessageExample,
    }),
    z.strictObject({ ...change, ...CancelledOrder.shape }).openapi('OrderCancelledMessage', {
      example: { ...changeExample, occurredAt: cancelledExample.cancelledAt, ...cancelledExample },
    }),
  ])
  .openapi('OrderMessage', {
    description: 'The order as it stands after one change.',
    example: orderMessageExample,
  })
export type OrderMessage = z.infer<typeof OrderMessage>

const considered = (description: string) =>
  z.int().min(0).openapi({ description, example: orderMessageExample.position })

const caughtUpExample = { type: 'caught-up' as const, position: 42, log: logIdExample }

/** The seam: what came before is history, what comes after is live. */
export const CaughtUpMessage = z
  .strictObject({
    type: z.literal('caught-up'),
    position: considered('The end of the log: every event up to here has been considered.'),
    log: z.string().openapi({
      description: "The log's identity: a position means nothing in another log.",
      example: logIdExample,
    }),
  })
  .openapi('CaughtUpMessage', {
    description:
      'History ends here, and what follows is live. Sent once: over WebSocket with `from`, as a server-sent event always.',
    example: caughtUpExample,
  })
export type CaughtUpMessage = z.infer<typeof CaughtUpMessage>

const heartbeatExample = { type: 'heartbeat' as const, position: 57, previous: 42 }

/** Silence that proves completeness. */
export const HeartbeatMessage = z
  .strictObject({
    type: z.literal('heartbeat'),
    position: considered(
      'Every event up to here has been considered for this subscription, which may be resumed from here.',
    ),
    previous: change.previous,
  })
  .openapi('HeartbeatMessage', {
    description: 'Nothing was left out: the last order message was the one at `previous`.',
    example: heartbeatExample,
  })
export type HeartbeatMessage = z.infer<typeof HeartbeatMessage>

const goingAwayExample = { type: 'going-away' as const }

/** The last message before the platform stops. */
export const GoingAwayMessage = z
  .strictObject({ type: z.literal('going-away') })
  .openapi('GoingAwayMessage', {
    description: 'The platform stops. Come back later, and name the log with the position.',
    example: goingAwayExample,
  })
export type GoingAwayMessage = z.infer<typeof GoingAwayMessage>

/** Any message of the stream. */
export const StreamMessage = z
  .union([OrderMessage, CaughtUpMessage, HeartbeatMessage, GoingAwayMessage])
  .openapi('StreamMessage', {
    description: 'Any message of the stream; `type` tells them apart.',
    example: orderMessageExample,
  })
export type StreamMessage = z.infer<typeof StreamMessage>

/** An example of each type of message. */
export const streamExamples = {
  order: { summary: 'A change of an order', value: orderMessageExample },
  'caught-up': { summary: 'The end of history', value: caughtUpExample },
  heartbeat: { summary: 'Nothing was left out', value: heartbeatExample },
  'going-away': { summary: 'The platform stops', value: goingAwayExample },
}

/** An empty one would be heard as a subscription on which nothing ever happens. */
const OrderIdToHear = z.string().min(1, { error: 'must be an orderId, not empty' })

const heartbeatRule = 'must be a whole number from 100 to 600000'

/** Which messages a subscription brings. An unknown parameter is refused: a misspelt filter must not bring everything. */
export const StreamQuery = z.strictObject({
  from: position(
    'from',
    'Brings every later event from the log, then `caught-up`, then what happens; 0 begins at the beginning. Left out, only what happens from now on.',
  ).optional(),
  log: z
    .string({ error: once })
    .optional()
    .openapi({
      param: { name: 'log', in: 'query' },
      description:
        'The log that `from` is a position of (`Log-Id`); refused when the platform has another one by now.',
      example: logIdExample,
    }),
  orderId: z
    .union([OrderIdToHear.transform((orderId) => [orderId]), z.array(OrderIdToHear)])
    .optional()
    .openapi({
      param: { name: 'orderId', in: 'query' },
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description: 'Only changes of this order; given again, of any of these orders.',
      example: [orderIdExample],
    }),
  orderStatus: OrderStatus.optional().openapi({
    param: { name: 'orderStatus', in: 'query' },
    description: 'Only changes that lead to this status.',
  }),
  symbol: TradedSymbol.optional().openapi({ param: { name: 'symbol', in: 'query' } }),
  clientOrderId: ClientOrderId.optional().openapi({
    param: { name: 'clientOrderId', in: 'query' },
  }),
  heartbeatMs: z
    .string({ error: once })
    .regex(/^\d{3,6}$/, { error: heartbeatRule })
    .transform(Number)
    .refine((ms) => ms >= 100 && ms <= 600_000, { error: heartbeatRule })
    .optional()
    .openapi({
      param: { name: 'heartbeatMs', in: 'query' },
      type: 'integer',
      minimum: 100,
      maximum: 600_000,
      description:
        "How often to send a heartbeat, in milliseconds of the venue's time; none when left out.",
      example: 5000,
    }),
  venue,
})
export type StreamQuery = z.infer<typeof StreamQuery>
