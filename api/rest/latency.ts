import type { MiddlewareHandler } from 'hono'
import { type DelayRange, type Venue, wait } from '../../engine/index.ts'
import type { ApiEnv } from '../http/reply.ts'

/**
 * Makes one endpoint wait before it acts, whatever its answer will be, and tells the reply how
 * long. Each request waits by itself: nobody queues behind another.
 */
export function latencyOf(
  venue: Venue,
  range: DelayRange,
  endpoint: string,
): MiddlewareHandler<ApiEnv> {
  let nth = 0
  return async (c, next) => {
    const latencyMs = venue.chance.delayMs(range, 'latency', endpoint, nth++)
    c.set('latencyMs', latencyMs)
    if (latencyMs > 0) await wait(venue.clock, latencyMs)
    await next()
  }
}
