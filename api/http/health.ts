import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { Health } from '../contract/orders.ts'
import { jsonReply } from './openapi-parts.ts'
import { problemResponses } from './problems.ts'
import { type ApiEnv, reply } from './reply.ts'
import { rejectQuery } from './validation.ts'

export const addHealth = (app: OpenAPIHono<ApiEnv>) =>
  app.openapi({ ...health, middleware: rejectQuery }, (c) => reply(c, 200, { status: 'ok' }))

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
