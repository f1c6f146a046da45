import type { Context, MiddlewareHandler, Next } from 'hono'
import type { Endpoint } from '../faults/latencies.ts'
import type { ApiEnv } from '../http/reply.ts'

/**
 * Delays every request to an endpoint before it acts and, if configured, delays the reply. The reply
 * states both times. Requests do not queue: each waits by itself.
 */
export function latencyOf(endpoint: Endpoint): MiddlewareHandler<ApiEnv> {
  return (c, next) => {
    const { latencies } = c.get('hosted')
    const latencyMs = latencies.draw(endpoint)
    c.set('latencyMs', latencyMs)
    if (latencies.after) return delayReply(c, next, latencyMs, latencies.drawAfter(endpoint))
    return latencyMs > 0 ? c.get('inFlight').wait(latencyMs).then(next) : next()
  }
}

/** Delays the reply after the endpoint has acted, so that stream messages overtake it. */
async function delayReply(c: Context<ApiEnv>, next: Next, latencyMs: number, afterMs: number) {
  // Set now, because the reply with its headers is made before it is delayed.
  c.set('latencyAfterMs', afterMs)
  if (latencyMs > 0) await c.get('inFlight').wait(latencyMs)
  const answer = await next()
  if (afterMs > 0) await c.get('inFlight').wait(afterMs)
  return answer
}
