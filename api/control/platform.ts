import { z } from '@hono/zod-openapi'
import { type Addresses, urlAt } from '../http/addresses.ts'
import { jsonReply } from '../http/openapi-parts.ts'
import { reply } from '../http/reply.ts'
import { requestHeaders } from '../http/request-headers.ts'
import { type AddOperation, describeOperation } from './operation.ts'

const example = { tradingUrl: 'http://localhost:8080' }

export const PlatformState = z
  .strictObject({
    tradingUrl: z.url().optional().openapi({
      description:
        'The base URL of the trading API: `PUBLIC_URL` if that is set, otherwise its port on the host that the request names. Absent if the trading API does not listen.',
    }),
  })
  .openapi('PlatformState', { description: 'Where the platform is.', example })
export type PlatformState = z.infer<typeof PlatformState>

const readPlatform = describeOperation({
  tag: 'Platform',
  method: 'get',
  path: '/platform',
  operationId: 'readPlatform',
  summary: 'Find the trading API',
  description:
    'Says where the trading API is, for programs that know only the address of the control API, such as the console. Requires no token.',
  request: {},
  replies: { 200: jsonReply('Where the platform is.', PlatformState, example) },
})

/** Adds the route that says where the trading API is. */
export function addPlatformRoute(add: AddOperation, addresses: Addresses): void {
  add(readPlatform, (c) =>
    reply(c, 200, { tradingUrl: urlAt(addresses.trading, requestHeaders(c).host) }),
  )
}
