import type { MiddlewareHandler } from 'hono'
import type { ApiEnv } from '../http/reply.ts'
import type { Endpoint } from '../venues/latencies.ts'

/**
 * Makes one endpoint wait before it acts, whatever its answer will be, and tells the reply how
 * long. Each request waits by itself: nobody queues behind another.
 */
export function latencyOf(endpoint: Endpoint): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    const latencyMs = c.get('hosted').latencies.draw(endpoint)
    c.set('latencyMs', latencyMs)
    return latencyMs > 0 ? c.get('visit').wait(latencyMs).then(next) : next()
  }
}
