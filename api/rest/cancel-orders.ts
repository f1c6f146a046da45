import { setImmediate as turn } from 'node:timers/promises'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { CommitFailed, isRefusal, type Order } from '../../engine/index.ts'
import { CancelResult, cancelResultExample } from '../contract/orders.ts'
import { CancelQuery } from '../contract/queries.ts'
import { failureProblems } from '../http/failure.ts'
import { keyHeader, keyProblems, oncePerKey, replayable } from '../http/idempotency.ts'
import { recordEffects, tellOf } from '../http/journal-notes.ts'
import { describeRoute, jsonReply, orderReply, ordersTag } from '../http/openapi-parts.ts'
import { wantedVersions } from '../http/preconditions.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import { type Command, runCommand } from '../http/run-command.ts'
import { latencyOf } from './latency.ts'

const interrupted = 'The venue started again while the orders were being cancelled.'

/** The number of orders that are cancelled before other requests run. */
const batch = 500

const cancelOrders = createRoute({
  method: 'delete',
  path: '/orders',
  operationId: 'cancelOrders',
  summary: 'Cancel many orders',
  description:
    'Cancels every order that is PENDING when the request acts, for one symbol or for all. `orderStatus=PENDING` is required, so that a request without a query cancels nothing. Each order is cancelled separately: the reply has a result for each order.',
  tags: ordersTag,
  request: { query: CancelQuery, headers: z.object(keyHeader) },
  responses: replayable({
    200: jsonReply(
      'The result for each order, in order of placement.',
      z.array(CancelResult),
      [cancelResultExample],
      orderReply,
    ),
    ...problemResponses(
      '/orders',
      'REPLY_NOT_KEPT',
      'VERSION_MISMATCH',
      ...keyProblems,
      ...failureProblems,
    ),
  }),
})

export function addCancelOrders(app: OpenAPIHono<ApiEnv>): void {
  const middleware = oncePerKey(latencyOf(cancelling.endpoint))
  app.openapi({ ...describeRoute(app, cancelOrders, 'query'), middleware }, (c) => {
    const versions = wantedVersions(c)
    if (versions instanceof Response) return versions
    if (versions) {
      const detail = 'If-Match names the version of one order. Leave it out to cancel many.'
      return problem(c, 'VERSION_MISMATCH', detail)
    }
    return runCommand(c, cancelling, c.req.valid('query'))
  })
}

const cancelling = {
  endpoint: 'DELETE /orders',
  subjectOf: ({ symbol }) => ({ symbol }),
  async run(c, query) {
    const { venue, faultInjection } = c.get('hosted')
    const { races } = faultInjection
    const tell = tellOf(c)
    const { orders } = venue.list({ ...query, limit: Number.MAX_SAFE_INTEGER })
    const results: CancelResult[] = []
    for (const { orderId } of orders.toReversed()) {
      if (results.length % batch === batch - 1) {
        c.set('actsInParts', true)
        await c.get('inFlight').waitWhileBusy(turn())
        if (c.get('hosted').venue !== venue) throw new CommitFailed(interrupted, 'unknown')
      }
      const cancelled = !isRefusal(
        recordEffects(c, (venue) => races.cancel(venue, orderId, undefined, tell)),
      )
      // It was listed above, and orders never leave the log.
      const { ticket, orderStatus, version } = venue.find(orderId) as Order
      const { clientOrderId } = ticket
      results.push({ orderId, clientOrderId, cancelled, orderStatus, version })
    }
    return reply(c, 200, results)
  },
} satisfies Command<z.infer<typeof CancelQuery>>
