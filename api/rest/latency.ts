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
  return (c, next) => {
    const latencyMs = venue.chance.delayMs(range, 'latency', endpoint, nth++)
    c.set('latencyMs', latencyMs)
    return latencyMs > 0 ? wait(venue.clock, latencyMs).then(next) : next()
  }
}
