import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { Health } from '../contract/orders.ts'
import { jsonReply } from './openapi-parts.ts'
import { problemResponses } from './problems.ts'
import { type ApiEnv, reply } from './reply.ts'
import { rejectQuery } from './validation.ts'

/** Adds the health check. `describeCluster` is undefined for a platform of one node. */
export const addHealth = (app: OpenAPIHono<ApiEnv>, describeCluster?: DescribeCluster) =>
  app.openapi({ ...health, middleware: rejectQuery }, (c) =>
    reply(c, 200, {
      status: 'ok' as const,
      ...(describeCluster && { cluster: describeCluster() }),
    }),
  )

export type DescribeCluster = () => NonNullable<Health['cluster']>

const health = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'health',
  summary: 'Check that the platform is up',
  tags: ['Platform'],
  responses: {
    200: jsonReply('The platform is up.', Health, { status: 'ok' }),
    ...problemResponses('/health'),
  },
})
