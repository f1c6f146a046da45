import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { isRefusal } from '../../engine/index.ts'
import { orderIdExample } from '../contract/orders.ts'
import { orderIdParam } from '../contract/queries.ts'
import { failureProblems } from '../http/failure.ts'
import { keyHeader, keyProblems, oncePerKey, replayable } from '../http/idempotency.ts'
import { recordEffects, tellOf } from '../http/journal-notes.ts'
import { describeRoute, orderReply, ordersTag } from '../http/openapi-parts.ts'
import { ifMatchHeader, wantedVersions } from '../http/preconditions.ts'
import { problemResponses, refuse } from '../http/problems.ts'
import { type ApiEnv, noContent } from '../http/reply.ts'
import { type Command, runCommand } from '../http/run-command.ts'
import { rejectQuery } from '../http/validation.ts'
import { latencyOf } from './latency.ts'
import { orderSubject } from './order-subject.ts'

const cancelOrder = createRoute({
  method: 'delete',
  path: '/orders/{orderId}',
  operationId: 'cancelOrder',
  summary: 'Cancel an order',
  description:
    'Cancels a PENDING order. Its status is then CANCELLED for good, and it can still be read. An order that is already EXECUTED or CANCELLED is left as it is, and the request fails with 409.',
  tags: ordersTag,
  request: { params: orderIdParam, headers: z.object({ ...keyHeader, ...ifMatchHeader }) },
  responses: replayable({
    204: { description: 'The order is CANCELLED.', headers: orderReply },
    ...problemResponses(
      `/orders/${orderIdExample}`,
      'ORDER_NOT_FOUND',
      'ORDER_ALREADY_EXECUTED',
      'ORDER_ALREADY_CANCELLED',
      'VERSION_MISMATCH',
      ...keyProblems,
      ...failureProblems,
    ),
  }),
})

export function addCancelOrder(app: OpenAPIHono<ApiEnv>): void {
  const middleware = [oncePerKey(latencyOf(cancelling.endpoint)), rejectQuery]
  app.openapi({ ...describeRoute(app, cancelOrder), middleware }, (c) => {
    const versions = wantedVersions(c)
    if (versions instanceof Response) return versions
    return runCommand(c, cancelling, { orderId: c.req.param('orderId'), versions })
  })
}

interface Cancel {
  readonly orderId: string
  readonly versions: readonly number[] | undefined
}

const cancelling = {
  endpoint: 'DELETE /orders/{orderId}',
  subjectOf: ({ orderId }, venue) => orderSubject(orderId, venue),
  run(c, { orderId, versions }) {
    const { races } = c.get('hosted').faultInjection
    const tell = tellOf(c)
    const order = recordEffects(c, (venue) => races.cancel(venue, orderId, { versions }, tell))
    if (isRefusal(order)) return refuse(c, order)
    return noContent(c)
  },
} satisfies Command<Cancel>
