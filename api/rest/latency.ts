import type { Context, MiddlewareHandler, Next } from 'hono'
import type { Endpoint } from '../faults/latencies.ts'
import type { ApiEnv } from '../http/reply.ts'

/**
 * Makes one endpoint wait before it acts, whatever its answer will be, and after that before it
 * answers, where the venue is told so; the reply tells how long. Each request waits by itself: nobody
 * queues behind another.
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

/** What happened is known to everybody who listens before the one who did it gets the reply. */
async function delayReply(c: Context<ApiEnv>, next: Next, latencyMs: number, afterMs: number) {
  // Now, as the reply that says it is made before it is kept back.
  c.set('latencyAfterMs', afterMs)
  if (latencyMs > 0) await c.get('inFlight').wait(latencyMs)
  const answer = await next()
  if (afterMs > 0) await c.get('inFlight').wait(afterMs)
  return answer
}
