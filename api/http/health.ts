import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { Health } from '../contract/orders.ts'
import { everyReply } from './openapi-parts.ts'
import { problemResponses } from './problems.ts'
import { type ApiEnv, reply } from './reply.ts'
import { rejectQuery } from './validation.ts'

/** Adds the health check. */
export const addHealth = (app: OpenAPIHono<ApiEnv>) =>
  app.openapi({ ...health, middleware: rejectQuery }, (c) => reply(c, 200, { status: 'ok' }))

const health = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'health',
  summary: 'Check that the platform is up',
  tags: ['Platform'],
  responses: {
    200: {
      description: 'The platform is up.',
      headers: everyReply,
      content: { 'application/json': { schema: Health, example: { status: 'ok' } } },
    },
    ...problemResponses('/health'),
  },
})
