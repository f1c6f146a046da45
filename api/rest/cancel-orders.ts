import { setImmediate as turn } from 'node:timers/promises'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { isRefusal, type Order } from '../../engine/index.ts'
import * as contract from '../contract/orders.ts'
import { CancelQuery } from '../contract/queries.ts'
import { failureProblems } from '../http/failure.ts'
import { keyProblems, replayable } from '../http/idempotency.ts'
import { keyHeader } from '../http/idempotency-key.ts'
import { recordEffects } from '../http/journal-notes.ts'
import { describeRoute, orderReply, ordersTag } from '../http/openapi-parts.ts'
import { wantedVersions } from '../http/preconditions.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { type Command, runCommand } from '../http/run-command.ts'

/** How many orders are cancelled in one go, so that nobody else waits long. */
const batch = 500

const cancelOrders = createRoute({
  method: 'delete',
  path: '/orders',
  operationId: 'cancelOrders',
  summary: 'Cancel many orders',
  description:
    'Cancels every order that is PENDING when the request acts, of one symbol or of all. `orderStatus=PENDING` must be given: nobody cancels everything by leaving something out. Each is cancelled by itself; one that was executed meanwhile says so.',
  tags: ordersTag,
  request: { query: CancelQuery, headers: z.object(keyHeader) },
  responses: replayable({
    200: {
      description: 'What became of each order, in order of placement.',
      headers: orderReply,
      content: {
        'application/json': {
          schema: z.array(contract.CancelResult),
          example: [contract.cancelResultExample],
        },
      },
    },
    ...problemResponses(
      '/orders',
      'REPLY_NOT_KEPT',
      'VERSION_MISMATCH',
      ...keyProblems,
      ...failureProblems,
    ),
  }),
})

type Cancels = z.infer<typeof CancelQuery>

const cancelling = {
  endpoint: 'DELETE /orders',
  subjectOf: ({ symbol }) => ({ symbol }),
  async run(c, query) {
    const { venue, faultInjection } = c.get('hosted')
    const { orders } = venue.list({ ...query, limit: Number.MAX_SAFE_INTEGER })
    const results: contract.CancelResult[] = []
    for (const { orderId } of orders.toReversed()) {
      if (results.length % batch === batch - 1) await c.get('inFlight').waitWhileBusy(turn())
      const cancelled = !isRefusal(
        await recordEffects(c, venue.position, faultInjection.races.cancel(venue, orderId)),
      )
      const { ticket, orderStatus, version } = venue.find(orderId) as Order
      const { clientOrderId } = ticket
      results.push({ orderId, clientOrderId, cancelled, orderStatus, version })
    }
    return reply(c, 200, results)
  },
} satisfies Command<Cancels>

/** Adds the cancelling of many orders; `before` is what a request goes through first. */
export function addCancelOrders(
  app: OpenAPIHono<ApiEnv>,
  ...before: MiddlewareHandler<ApiEnv>[]
): void {
  app.openapi({ ...describeRoute(app, cancelOrders, 'query'), middleware: before }, (c) => {
    const versions = wantedVersions(c)
    if (versions instanceof Response) return versions
    if (versions) {
      return problem(c, 'VERSION_MISMATCH', 'Many orders have no version: If-Match goes with one.')
    }
    return runCommand(c, cancelling, c.req.valid('query'))
  })
}
