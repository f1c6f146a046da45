/** What the descriptions of operations have in common. */
import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi'
import { logIdExample } from '../contract/orders.ts'
import type { ApiEnv } from './reply.ts'

/** The tag of everything about orders. */
export const ordersTag = ['Orders']

/** A header of a reply. */
export const header = (description: string, example: string, required = true) => ({
  description,
  required,
  schema: { type: 'string' as const },
  example,
})

/** What every reply bears. */
export const everyReply = {
  'Log-Id': header(
    'The id of the log that the reply was made from. No other log has it, whatever its seed.',
    logIdExample,
  ),
  'Log-Position': header('How far that log was: the position of its last event, or 0.', '42'),
}

/** What a reply of an order endpoint bears, too. */
export const orderReply = {
  ...everyReply,
  'Server-Timing': header(
    'How long the endpoint waited before it acted, in milliseconds (latency), and where the reply is kept back, how long after the act (after).',
    'latency;dur=437',
  ),
}

/** Where a page goes on. */
export const link = (example: string) =>
  header('The next page (RFC 8288); absent on the last one.', example, false)

/**
 * Describes an operation with all its parameters and headers, and returns the route that serves it. Hono
 * validates only the parts that are named here, in every request. The handler reads the others with the
 * same schemas where a request has them, by `rareQuery` and `rareHeader`. One Hono validator costs as
 * much as the rest of a small request.
 */
export function describeRoute<
  R extends RouteConfig,
  P extends Extract<keyof NonNullable<R['request']>, string> = never,
>(app: OpenAPIHono<ApiEnv>, route: R, ...validated: P[]) {
  app.openAPIRegistry.registerPath(route)
  const parts = Object.entries(route.request ?? {}).filter(([part]) =>
    validated.includes(part as P),
  )
  const request = Object.fromEntries(parts) as Pick<NonNullable<R['request']>, P>
  return { ...route, request, hide: true as const }
}
