/** The query parameters of the stream, and every message that it sends. */
import { z } from '@hono/zod-openapi'
import {
  CancelledOrder,
  ClientOrderId,
  cancelledExample,
  ExecutedOrder,
  executedExample,
  instant,
  logIdExample,
  logPosition,
  OrderStatus,
  orderIdExample,
  PendingOrder,
  pendingExample,
  TradedSymbol,
} from './orders.ts'
import { mustBeGivenOnce, position, venue } from './queries.ts'

const change = {
  type: z.literal('order'),
  position: logPosition(
    "The position of the change in the venue's log: 1, 2, 3, … without gaps.",
    42,
  ),
  previous: logPosition(
    'The position of the previous order message on this connection; null for the first. ' +
      'If it equals the position of the last message received, no message was lost.',
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
    description: 'The state of an order after one change.',
    example: orderMessageExample,
  })
export type OrderMessage = z.infer<typeof OrderMessage>

const upTo = (description: string) =>
  z.int().min(0).openapi({ description, example: orderMessageExample.position })

const caughtUpExample = { type: 'caught-up' as const, position: 42, log: logIdExample }

export const CaughtUpMessage = z
  .strictObject({
    type: z.literal('caught-up'),
    position: upTo('The end of the log. All events up to this position have been processed.'),
    log: z.string().openapi({
      description: 'The identity of the log. Positions are valid only within this log.',
      example: logIdExample,
    }),
  })
  .openapi('CaughtUpMessage', {
    description:
      'Marks the end of history; later messages are live. Sent once: always over Server-Sent Events, and over WebSocket only with `from`.',
    example: caughtUpExample,
  })
export type CaughtUpMessage = z.infer<typeof CaughtUpMessage>

const heartbeatExample = { type: 'heartbeat' as const, position: 57, previous: 42 }

export const HeartbeatMessage = z
  .strictObject({
    type: z.literal('heartbeat'),
    position: upTo(
      'All events up to this position have been processed for this subscription. To resume, connect with it as `from`.',
    ),
    previous: change.previous,
  })
  .openapi('HeartbeatMessage', {
    description:
      'Confirms that no message was lost: the last order message is the one at `previous`.',
    example: heartbeatExample,
  })
export type HeartbeatMessage = z.infer<typeof HeartbeatMessage>

const goingAwayExample = { type: 'going-away' as const }

export const GoingAwayMessage = z
  .strictObject({ type: z.literal('going-away') })
  .openapi('GoingAwayMessage', {
    description:
      'The venue stops serving this connection. Reconnect with `from` and `log`; `LOG_CHANGED` means that the venue was reset.',
    example: goingAwayExample,
  })
export type GoingAwayMessage = z.infer<typeof GoingAwayMessage>

export const StreamMessage = z
  .union([OrderMessage, CaughtUpMessage, HeartbeatMessage, GoingAwayMessage])
  .openapi('StreamMessage', {
    description: 'Any message of the stream. `type` says which.',
    example: orderMessageExample,
  })
export type StreamMessage = z.infer<typeof StreamMessage>

/** An example of each type of message. */
export const streamExamples = {
  order: { summary: 'A change of an order', value: orderMessageExample },
  'caught-up': { summary: 'The end of history', value: caughtUpExample },
  heartbeat: { summary: 'A heartbeat', value: heartbeatExample },
  'going-away': { summary: 'The end of service', value: goingAwayExample },
}

/** An empty id is refused: no order has it, so the subscription would stay silent. */
const FilteredOrderId = z.string().min(1, { error: 'must be an orderId, not empty' })

const heartbeatRule = 'must be a whole number from 100 to 600000'

/** The query of a subscription. Unknown parameters are refused: a misspelt filter must not send everything. */
export const StreamQuery = z.strictObject({
  from: position(
    'Sends all events after this position from the log, then `caught-up`, then live events. 0 starts at the beginning. If omitted, only live events are sent.',
  ).optional(),
  log: z.string({ error: mustBeGivenOnce }).optional().openapi({
    description:
      'The `Log-Id` of the log that `from` refers to. The request is refused with `LOG_CHANGED` if the venue has a different log now.',
    example: logIdExample,
  }),
  orderId: z
    .union([FilteredOrderId.transform((orderId) => [orderId]), z.array(FilteredOrderId)])
    .optional()
    .openapi({
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description: 'Only changes of this order. Repeat the parameter to select several orders.',
      example: [orderIdExample],
    }),
  orderStatus: OrderStatus.optional().openapi({
    description: 'Only changes to this status.',
  }),
  symbol: TradedSymbol.optional(),
  clientOrderId: ClientOrderId.optional(),
  heartbeatMs: z
    .string({ error: mustBeGivenOnce })
    .regex(/^\d{3,6}$/, { error: heartbeatRule })
    .transform(Number)
    .refine((ms) => ms >= 100 && ms <= 600_000, { error: heartbeatRule })
    .optional()
    .openapi({
      type: 'integer',
      minimum: 100,
      maximum: 600_000,
      description:
        "The heartbeat interval in milliseconds, on the venue's clock. If omitted, no heartbeats are sent.",
      example: 5000,
    }),
  venue,
})
export type StreamQuery = z.infer<typeof StreamQuery>
