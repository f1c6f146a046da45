import type { Bare } from './bare-server.ts'
import { startChild } from './child.ts'
import { type Comparison, compare, type Effort } from './comparison.ts'
import { httpRound, type Load, placements, reads } from './http-load.ts'
import type { Papertape } from './papertape-server.ts'

/** Compares the order endpoints, without latency, with bare Hono routes that have the same schemas. */
export async function measureRest(effort: Effort): Promise<Comparison[]> {
  const papertape = startChild<Papertape>('./papertape-server.ts', { finished: 1000 })
  const bare = startChild<Bare>('./bare-server.ts')
  const measure = (name: string, load: Load, target?: number) =>
    compare(name, target, effort, {
      subject: (limit) => httpRound(papertape, load, limit),
      baseline: (limit) => httpRound(bare, load, limit),
    })

  const orderIds = await papertape.ask('orderIds', 1000)
  const comparisons = [
    await measure('POST /orders', placements, 0.5),
    await measure('GET /orders/{orderId}', reads(orderIds.map((id) => `/orders/${id}`)), 0.8),
    await measure('GET /orders?limit=100', reads(['/orders?limit=100'])),
  ]
  await Promise.all([papertape.stop(), bare.stop()])
  return comparisons
}
