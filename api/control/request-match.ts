/** Which requests are meant, on the wire: what faults, breakpoints and races have in common. */
import { z } from '@hono/zod-openapi'
import { orderIdExample, TradedSymbol } from '../contract/orders.ts'
import { endpoints } from '../faults/latencies.ts'
import { Pattern } from './rule-contract.ts'

/** Which orders a request is about. */
export const orderMatch = {
  symbol: TradedSymbol.optional(),
  clientOrderId: Pattern.optional(),
  orderId: z
    .string({ error: 'must be the id of an order' })
    .max(64, { error: 'must be the id of an order' })
    .optional()
    .openapi({ description: "The venue's name for the order.", example: orderIdExample }),
}

/** Which endpoint a request is for. */
export const endpoint = z
  .enum(endpoints, { error: `must be one of ${endpoints.join(', ')}` })
  .openapi({ description: 'One of the order endpoints.', example: 'POST /orders' })

/** Which requests come to their commit. */
export const requestMatch = {
  endpoint: endpoint.optional(),
  ...orderMatch,
}

/** On which side of its commit a request meets a fault. */
export const CommitPhase = z
  .enum(['before-commit', 'after-commit'], { error: 'must be before-commit or after-commit' })
  .openapi('Moment', {
    description:
      'On which side of its commit a request meets the fault. Before, it leaves nothing in the log and its Idempotency-Key stays free. After, the order is there, and the reply is kept under the key, though its client never sees it.',
    example: 'after-commit',
  })
