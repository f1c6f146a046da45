import { z } from '@hono/zod-openapi'
import { isRefusal } from '../../engine/index.ts'
import {
  OrderId,
  OrderStatus,
  orderIdExample,
  placedEventExample,
  plan,
} from '../contract/orders.ts'
import { orderIdParam } from '../contract/queries.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { refuse } from '../http/problems.ts'
import { reply } from '../http/reply.ts'
import { planView } from '../views/plan-view.ts'
import { type AddOperation, describeOperation, venueParam } from './operation.ts'

const example = {
  orderId: orderIdExample,
  orderStatus: 'PENDING' as const,
  executionDueAt: placedEventExample.executionDueAt,
}

export const OrderPlan = z
  .strictObject({ orderId: OrderId, orderStatus: OrderStatus, ...plan })
  .openapi('OrderPlan', {
    description: 'How an order ends by itself. An order that has ended has only its status.',
    example,
  })
export type OrderPlan = z.infer<typeof OrderPlan>

const readOrderPlan = describeOperation({
  tag: 'Orders',
  method: 'get',
  path: '/venues/{venue}/orders/{orderId}/plan',
  operationId: 'readOrderPlan',
  summary: 'Read what becomes of an order',
  description:
    'Says how and when an order ends by itself, or that it is held. Unlike the event `OrderPlaced`, it knows what `hold` and `release` have changed. Has no latency.',
  request: { params: venueParam.extend(orderIdParam.shape) },
  replies: { 200: jsonReply('The plan.', OrderPlan, example) },
  problems: ['ORDER_NOT_FOUND'],
  exampleId: orderIdExample,
})

/** Adds the route that reads the plan of an order. */
export function addOrderPlan(add: AddOperation): void {
  add(readOrderPlan, (c) => {
    const { venue } = c.get('hosted')
    const order = venue.find(c.req.valid('param').orderId)
    // `as`: without a position, an order cannot be placed after it.
    if (isRefusal(order))
      return refuse(c, order as Extract<typeof order, { refused: 'OrderNotFound' }>)
    const { orderId, orderStatus } = order
    const planned = venue.planOf(orderId)
    return reply(c, 200, { orderId, orderStatus, ...(planned && planView(planned)) })
  })
}
