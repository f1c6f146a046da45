/** The conditions that fault rules, breakpoints, races and stream faults share. */
import { z } from '@hono/zod-openapi'
import { orderIdExample, TradedSymbol } from '../contract/orders.ts'
import { endpoints } from '../faults/latencies.ts'
import { Pattern } from './rule-contract.ts'

/** Conditions on the order. */
export const orderMatch = {
  symbol: TradedSymbol.optional(),
  clientOrderId: Pattern.optional(),
  orderId: z
    .string({ error: 'must be the id of an order' })
    .max(64, { error: 'must be the id of an order' })
    .optional()
    .openapi({ description: 'The id of the order.', example: orderIdExample }),
}

export const endpoint = z
  .enum(endpoints, { error: `must be one of ${endpoints.join(', ')}` })
  .openapi({ description: 'One of the order endpoints.', example: 'POST /orders' })

/** Conditions on a request. */
export const requestMatch = {
  endpoint: endpoint.optional(),
  ...orderMatch,
}

/** When a fault is injected, relative to the commit of its request. */
export const CommitPhase = z
  .enum(['before-commit', 'after-commit'], { error: 'must be before-commit or after-commit' })
  .openapi('CommitPhase', {
    description:
      'When the fault is injected, relative to the commit. `before-commit`: nothing is recorded, and the Idempotency-Key stays free. `after-commit`: the change is recorded and the reply is kept under the Idempotency-Key, even if the client never receives it.',
    example: 'after-commit',
  })
