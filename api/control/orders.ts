import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { type Order as EngineOrder, isRefusal, type Refusal } from '../../engine/index.ts'
import {
  executedExample,
  mustBeObject,
  Order,
  orderIdExample,
  Reason,
  spanMs,
} from '../contract/orders.ts'
import { orderIdParam } from '../contract/queries.ts'
import { fence } from '../http/hold-back.ts'
import { recordEffects } from '../http/journal-notes.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { refuse } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { orderView } from '../views/order-view.ts'
import { describeBody } from './body.ts'
import { type AddOperation, describeOperation, venueParam } from './operation.ts'

const params = venueParam.extend(orderIdParam.shape)

const describeAction = <const Name extends string>(
  name: Name,
  summary: string,
  description: string,
) => ({
  tag: 'Orders',
  method: 'post' as const,
  path: `/venues/{venue}/orders/{orderId}/${name}` as const,
  operationId: `${name}Order`,
  summary,
  description,
  request: { params },
  replies: { 200: jsonReply('The order after the action.', Order, executedExample) },
  problems: ['ORDER_NOT_FOUND', 'ORDER_ALREADY_EXECUTED', 'ORDER_ALREADY_CANCELLED'] as const,
  exampleId: orderIdExample,
})

const executeOrder = describeOperation(
  describeAction(
    'execute',
    'Execute an order now',
    'Executes a PENDING order immediately, even if it is held or has another planned outcome.',
  ),
)

const CancelDraft = z.strictObject({ reason: Reason.optional() }, mustBeObject)
export type CancelDraft = z.input<typeof CancelDraft>

const cancelOrder = describeOperation({
  ...describeAction(
    'cancel',
    'Cancel an order as the venue',
    'Cancels a PENDING order as the venue does when it rejects an order. The order has `cancelledBy` `VENUE` and the reason.',
  ),
  request: { params, body: describeBody(CancelDraft, { reason: 'no liquidity' }) },
})

const holdOrder = describeOperation(
  describeAction(
    'hold',
    'Hold an order',
    'Keeps an order PENDING until you release, execute or cancel it, or its trader cancels it.',
  ),
)

const afterMs = spanMs(
  'The time until the execution. The default is the execution delay of the order.',
  250,
).optional()

const ReleaseDraft = z.strictObject({ afterMs }, mustBeObject)
export type ReleaseDraft = z.input<typeof ReleaseDraft>

const releaseOrder = describeOperation({
  ...describeAction(
    'release',
    'Release an order',
    'Schedules the execution of a PENDING order, counted from now.',
  ),
  request: {
    params,
    body: describeBody(ReleaseDraft, { afterMs: 250 }),
  },
})

/** Adds the routes that execute, cancel, hold and release orders. */
export function addOrderControl(add: AddOperation): void {
  add(executeOrder, (c) =>
    answer(
      c,
      recordEffects(c, (venue) => venue.execute(c.req.valid('param').orderId)),
    ),
  )
  add(cancelOrder, (c) => {
    const { reason } = c.req.valid('json')
    const { orderId } = c.req.valid('param')
    const order = recordEffects(c, (venue) =>
      venue.cancel(orderId, { cancelledBy: 'VENUE', reason }),
    )
    // `as`: a cancel without a version cannot mismatch one.
    return answer(c, order as Exclude<typeof order, { refused: 'VersionMismatch' }>)
  })
  add(holdOrder, (c) => answer(c, c.get('hosted').venue.hold(c.req.valid('param').orderId)))
  add(releaseOrder, (c) => {
    const { afterMs } = c.req.valid('json')
    return answer(c, c.get('hosted').venue.release(c.req.valid('param').orderId, afterMs))
  })
}

// `as`: the guard does not narrow a type parameter.
function answer<R extends Refusal>(c: Context<ApiEnv>, order: EngineOrder | R) {
  if (!isRefusal(order)) return reply(c, 200, orderView(order as EngineOrder))
  fence(c)
  return refuse(c, order as R)
}
