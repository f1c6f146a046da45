import type { Context, MiddlewareHandler, Next } from 'hono'
import { later } from '../../engine/index.ts'
import { Position } from '../contract/queries.ts'
import { parseOptionalHeader } from './optional-header.ts'
import { problem } from './problems.ts'
import type { ApiEnv } from './reply.ts'

const name = 'Min-Log-Position'

/** How long a read waits, on the venue's clock, for the log to get as far as it was asked for. */
const patienceMs = 2000

/** After how many seconds a client may ask again. */
const retryAfterS = 1

/** The header by which a client reads what it, or somebody it has heard of, wrote. */
export const minLogPositionHeader = {
  [name]: Position.optional().openapi({
    param: { name, in: 'header' },
    type: 'integer',
    minimum: 0,
    description: `Answer only from a state that includes this position, such as the Log-Position of an earlier reply or the position of a message. The read waits up to ${patienceMs} ms for it; then it is answered with BEHIND.`,
    example: 42,
  }),
}

/** Holds a read back until the log is as long as the client knows it to be. */
export const minLogPosition: MiddlewareHandler<ApiEnv> = (c, next) => {
  const wanted = parseOptionalHeader(c, name, Position)
  if (wanted instanceof Response) return Promise.resolve(wanted)
  return wanted === undefined ? next() : holdBack(c, next, wanted)
}

async function holdBack(c: Context<ApiEnv>, next: Next, wanted: number) {
  const { venue } = c.get('hosted')
  if (venue.position >= wanted) return next()
  const { signal } = c.req.raw
  const until = later(venue.clock.now(), patienceMs)
  const isReached = await c
    .get('inFlight')
    .pause<boolean>((goOn) => venue.waitForPosition(wanted, until, goOn, signal), until)
  if (isReached) return next()
  const detail = `The log ends at position ${venue.position}, before ${wanted}.`
  return problem(c, 'BEHIND', detail, undefined, { 'Retry-After': `${retryAfterS}` })
}
