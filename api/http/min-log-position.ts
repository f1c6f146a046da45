import type { Context, MiddlewareHandler, Next } from 'hono'
import { requestHeader } from './described.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'
import { requestHeaders } from './request-headers.ts'
import { refuseInvalid } from './validation.ts'

/** How long a read waits, on the venue's clock, for the log to get as far as it was asked for. */
const patienceMs = 2000

/** After how many seconds a client may ask again. */
const retryAfterS = 1

/** The header by which a client reads what it, or somebody it has heard of, wrote. */
export const minLogPositionHeader = requestHeader(
  'Min-Log-Position',
  `Answer only from a state that includes this position, such as the Log-Position of an earlier reply or the position of a message. The read waits up to ${patienceMs} ms for it; then it is answered with BEHIND.`,
  '42',
)

/** Holds a read back until the log is as long as the client knows it to be. */
export const minLogPosition: MiddlewareHandler<ApiEnv> = (c, next) => {
  const wanted = requestHeaders(c)['min-log-position']
  return wanted === undefined ? next() : holdBack(c, next, wanted)
}

async function holdBack(c: Context<ApiEnv>, next: Next, wanted: string | string[]) {
  if (typeof wanted !== 'string' || !/^\d{1,15}$/.test(wanted)) {
    return refuseInvalid(c, [{ path: ['Min-Log-Position'], message: 'must be a whole number' }])
  }
  const { venue } = c.get('hosted')
  if (venue.position >= Number(wanted)) return next()
  const reached = venue.reached(Number(wanted), patienceMs, c.req.raw.signal)
  if (await c.get('visit').pause(reached, true)) return next()
  const detail = `The log ends at position ${venue.position}, before ${wanted}.`
  return problem(c, 'BEHIND', detail, undefined, { 'Retry-After': `${retryAfterS}` })
}
