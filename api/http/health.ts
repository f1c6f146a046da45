import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { Health } from '../contract/orders.ts'
import { everyReply } from './openapi-parts.ts'
import { problemResponses } from './problems.ts'
import { type ApiEnv, reply } from './reply.ts'
import { rejectQuery } from './validation.ts'

/** Adds the question whether the platform can answer. */
export const addHealth = (app: OpenAPIHono<ApiEnv>) =>
  app.openapi({ ...health, middleware: rejectQuery }, (c) => reply(c, 200, { status: 'ok' }))

const health = createRoute({
  method: 'get',
  path: '/health',
  operationId: 'health',
  summary: 'Whether the platform can answer',
  tags: ['Platform'],
  responses: {
    200: {
      description: 'It can.',
      headers: everyReply,
      content: { 'application/json': { schema: Health, example: { status: 'ok' } } },
    },
    ...problemResponses('/health'),
  },
})
