import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import {
  type Order as EngineOrder,
  isRefusal,
  type Refusal,
  type Venue,
} from '../../engine/index.ts'
import {
  anObject,
  executedExample,
  Order,
  orderIdExample,
  Reason,
  spanMs,
} from '../contract/orders.ts'
import { orderIdParam } from '../contract/queries.ts'
import { recordEffects } from '../http/journal-notes.ts'
import { everyReply } from '../http/openapi-parts.ts'
import { problemResponses, refuse } from '../http/problems.ts'
import { type ApiEnv, reply } from '../http/reply.ts'
import type { Venues } from '../venues/venues.ts'
import { orderView } from '../views/order-view.ts'
import { bodyProblems, checkBody, describeBody } from './body.ts'
import { namedVenue, rejectAnyQuery, venueParam } from './named-venue.ts'

const orderParam = venueParam.extend(orderIdParam.shape)

const refusals = [
  'UNAUTHORIZED',
  'ORDER_NOT_FOUND',
  'ORDER_ALREADY_EXECUTED',
  'ORDER_ALREADY_CANCELLED',
] as const

const act = <const N extends string, P extends (typeof bodyProblems)[number]>(
  name: N,
  summary: string,
  description: string,
  ...problems: P[]
) => ({
  method: 'post' as const,
  path: `/venues/{venue}/orders/{orderId}/${name}` as const,
  operationId: `${name}Order`,
  summary,
  description,
  tags: ['Orders'],
  responses: {
    200: {
      description: 'The order as it stands now.',
      headers: everyReply,
      content: { 'application/json': { schema: Order, example: executedExample } },
    },
    ...problemResponses<(typeof refusals)[number] | P>(
      `/venues/main/orders/${orderIdExample}/${name}`,
      ...refusals,
      ...problems,
    ),
  },
})

const executeOrder = createRoute({
  ...act(
    'execute',
    'Execute an order now',
    'Whatever was planned for it, held or not.',
    ...bodyProblems,
  ),
  request: { params: orderParam },
})

const cancelOrder = createRoute({
  ...act(
    'cancel',
    'Cancel an order as the venue',
    'This is how a venue rejects an order.',
    ...bodyProblems,
  ),
  request: {
    params: orderParam,
    body: describeBody(z.strictObject({ reason: Reason.optional() }, anObject), {
      reason: 'no liquidity',
    }),
  },
})

const holdOrder = createRoute({
  ...act(
    'hold',
    'Hold an order',
    'It stays PENDING until it is released, executed or cancelled.',
    ...bodyProblems,
  ),
  request: { params: orderParam },
})

const releaseOrder = createRoute({
  ...act(
    'release',
    'Release an order',
    'It is executed later by itself, counted from now.',
    ...bodyProblems,
  ),
  request: {
    params: orderParam,
    body: describeBody(
      z.strictObject(
        {
          afterMs: spanMs(
            'After so long; after its execution delay when left out.',
            250,
          ).optional(),
        },
        anObject,
      ),
      { afterMs: 250 },
    ),
  },
})

/** Adds the playing of the market by hand. */
export function addOrderControl(app: OpenAPIHono<ApiEnv>, venues: Venues): void {
  const named = [namedVenue(venues), rejectAnyQuery]

  app.openapi({ ...executeOrder, middleware: [...named, checkBody(executeOrder)] }, async (c) =>
    answer(c, await acting(c, (venue) => venue.execute(c.req.valid('param').orderId))),
  )
  app.openapi({ ...cancelOrder, middleware: [...named, checkBody(cancelOrder)] }, async (c) => {
    const { reason } = c.req.valid('json')
    const { orderId } = c.req.valid('param')
    const order = await acting(c, (venue) =>
      venue.cancel(orderId, { cancelledBy: 'VENUE', reason }),
    )
    // It names no versions, and so none can be the wrong one.
    return answer(c, order as Exclude<typeof order, { refused: 'VersionMismatch' }>)
  })
  app.openapi({ ...holdOrder, middleware: [...named, checkBody(holdOrder)] }, async (c) =>
    answer(c, await c.get('hosted').venue.hold(c.req.valid('param').orderId)),
  )
  app.openapi({ ...releaseOrder, middleware: [...named, checkBody(releaseOrder)] }, async (c) => {
    const { afterMs } = c.req.valid('json')
    return answer(c, await c.get('hosted').venue.release(c.req.valid('param').orderId, afterMs))
  })
}

/** Has a venue act, and the journal tell what that did. */
function acting<T>(c: Context<ApiEnv>, act: (venue: Venue) => Promise<T>): Promise<T> {
  const { venue } = c.get('hosted')
  return recordEffects(c, venue.position, act(venue))
}

const answer = <R extends Refusal>(c: Context<ApiEnv>, order: EngineOrder | R) =>
  isRefusal(order) ? refuse(c, order as R) : reply(c, 200, orderView(order as EngineOrder))
