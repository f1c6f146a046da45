/** Parts that the OpenAPI descriptions of operations share. */
import type { OpenAPIHono, RouteConfig, z } from '@hono/zod-openapi'
import { logIdExample } from '../contract/orders.ts'
import type { ApiEnv } from './reply.ts'

/** The tag of the order endpoints. */
export const ordersTag = ['Orders']

/** Describes a reply header. */
export const header = (description: string, example: string, required = true) => ({
  description,
  required,
  schema: { type: 'string' as const },
  example,
})

/** The headers of every reply. */
export const everyReply = {
  'Log-Id': header(
    'The id of the log that the reply was made from. Every log has its own id, even with the same seed.',
    logIdExample,
  ),
  'Log-Position': header(
    'The position of the last event in that log, or 0 when it is empty.',
    '42',
  ),
}

/** The headers of every reply of an order endpoint. */
export const orderReply = {
  ...everyReply,
  'Server-Timing': header(
    'How long the endpoint waited before it acted (`latency`), and how long it delays the reply after that (`after`, if configured), in milliseconds.',
    'latency;dur=437',
  ),
}

/** Describes a JSON body. */
export const jsonContent = <S extends z.ZodType>(schema: S, example: z.output<S>) => ({
  'application/json': { schema, example },
})

/** Describes a reply with a JSON body. */
export const jsonReply = <S extends z.ZodType>(
  description: string,
  schema: S,
  example: z.output<S>,
  headers: Record<string, ReturnType<typeof header>> = {},
) => ({
  description,
  headers: { ...everyReply, ...headers },
  content: jsonContent(schema, example),
})

/** The Link header of a page. */
export const link = (example: string) =>
  header('The next page (RFC 8288); absent on the last one.', example, false)

/**
 * Adds an operation with all its parameters and headers to the OpenAPI document, and returns the
 * route that serves it. Hono validates only the `validated` parts. The handler parses the others
 * with the same schemas when a request has them, by `parseOptionalQuery` and `parseOptionalHeader`:
 * one Hono validator costs as much as the rest of a small request.
 */
export function describeRoute<
  R extends RouteConfig,
  P extends Extract<keyof NonNullable<R['request']>, string> = never,
>(app: OpenAPIHono<ApiEnv>, route: R, ...validated: P[]) {
  app.openAPIRegistry.registerPath(route)
  const parts = Object.entries(route.request ?? {}).filter(([part]) =>
    validated.includes(part as P),
  )
  // Object.fromEntries does not keep the types of its entries.
  const request = Object.fromEntries(parts) as Pick<NonNullable<R['request']>, P>
  return { ...route, request, hide: true as const }
}
